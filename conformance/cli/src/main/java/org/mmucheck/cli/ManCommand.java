package org.mmucheck.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "man",
    description = {
      "Print the manual page of the program and of all its commands.",
      "docs/mmucheck.1 is the same: man ./docs/mmucheck.1"
    },
    footer = "%nFor example: man > ~/.local/share/man/man1/mmucheck.1")
final class ManCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ManCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.console.out().print(ManPage.of(command.root().commandLine()));
    return ExitCode.OK;
  }
}
