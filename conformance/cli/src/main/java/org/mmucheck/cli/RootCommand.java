package org.mmucheck.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
    name = "mmucheck",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Is this MMU ordering right, and does the code really do it?",
      "",
      "Without a command: check all quick models, compare their counterexamples with the committed"
          + " traces, replay those, fuzz briefly, and print one line a protocol and each that is"
          + " not as expected."
    },
    footer = "%nFor example: mmucheck ablate NotifierFault SeqBeforeCount",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything checked is as expected",
      "2:wrong usage",
      "3:an input file is missing, unreadable or malformed",
      "10-14, 75-77, 150-153:TLC's own codes; a model's verdict differs in that way",
      "20:code and spec diverge",
      "21:an expected failure did not happen, or a pinned count or digest changed",
      "22:a recorded run is no behaviour of the spec",
      "23:a fuzzed property failed",
      "24:not finished within a limit that the user set",
      "69:a program or kernel that the command needs is not on this machine, or does not run on it",
      "70:a fault of our own",
      "74:standard output cannot be written"
    })
final class RootCommand implements Callable<Integer> {
  private final Session session;

  @Mixin final CommonOptions common;

  @Option(names = "--all", description = "Print a line for each model.")
  boolean all;

  @Option(
      names = "--fresh",
      description = "Judge everything, also what has not changed since an earlier run judged it.")
  boolean fresh;

  RootCommand(Session session) {
    this.session = session;
    this.common = session.common;
  }

  @Override
  public Integer call() throws Exception {
    return new MainJob(session, all, fresh).run();
  }
}
