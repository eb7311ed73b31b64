package org.mmucheck.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One call of the program: from arguments to an exit code. */
final class Cli {
  private final Session session;
  private final CommandLine commandLine;
  private boolean wantsJson;

  Cli(Console console, Function<Path, Workbench> workbenches) {
    this(console, InputStream.nullInputStream(), null, workbenches);
  }

  /**
   * @param in standard input
   * @param keeps where what was found is kept for later runs; null to keep nothing
   */
  Cli(
      Console console,
      InputStream in,
      @Nullable Path keeps,
      Function<Path, Workbench> workbenches) {
    session = new Session(console, in, keeps, workbenches);
    commandLine =
        new CommandLine(new RootCommand(session))
            .addSubcommand(new ModelsCommand(session))
            .addSubcommand(new FindCommand(session))
            .addSubcommand(new CfgCommand(session))
            .addSubcommand(new CheckCommand(session))
            .addSubcommand(new WorkerCommand(session))
            .addSubcommand(new ReplayCommand(session))
            .addSubcommand(new ConformCommand(session))
            .addSubcommand(new RecordCommand(session))
            .addSubcommand(new ValidateCommand(session))
            .addSubcommand(new GraphCommand(session))
            .addSubcommand(new BenchCommand(session))
            .addSubcommand(new FuzzCommand(session))
            .addSubcommand(new AblateCommand(session))
            .addSubcommand(new MutantsCommand(session))
            .addSubcommand(new ExplainCommand(session))
            .addSubcommand(new WhyCommand(session))
            .addSubcommand(new ReportCommand(session))
            .addSubcommand(new CompletionCommand(session))
            .addSubcommand(new ManCommand(session))
            .addSubcommand(linux())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(console.own())
            .setErr(console.err())
            .setParameterExceptionHandler((failure, args) -> wrongUsage(failure))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> failed(failure, parsed.originalArgs()));
  }

  private CommandLine linux() {
    return new CommandLine(new LinuxCommand())
        .addSubcommand(new LinuxReplayCommand(session))
        .addSubcommand(new LinuxRecordCommand(session))
        .addSubcommand(new LinuxProbesCommand(session))
        .addSubcommand(new LinuxImportCommand(session))
        .addSubcommand(new LinuxConformCommand(session));
  }

  /** The program's commands and their options. */
  CommandLine commandLine() {
    return commandLine;
  }

  /** Runs the command that {@code args} name; never throws. */
  int run(String... args) {
    wantsJson = List.of(args).contains("--json");
    int exitCode;
    try {
      exitCode = commandLine.execute(args);
    } catch (Error failure) {
      exitCode = failed(failure, List.of(args));
    }
    if (session.console.out().checkError()) { // which flushes it
      exitCode = end(ExitCode.OUTPUT, "standard output cannot be written: the results are lost");
    }
    session.console.err().flush();
    return exitCode;
  }

  private int wrongUsage(ParameterException failure) {
    return end(ExitCode.USAGE, usageMessage(failure));
  }

  /** One line that names the nearest right name where a name is wrong. */
  private String usageMessage(ParameterException failure) {
    CommandLine at = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String wrong = unmatched.getUnmatched().get(0);
      boolean option = wrong.startsWith("-");
      List<String> known = new ArrayList<>(at.getSubcommands().keySet());
      if (option) {
        known.clear();
        at.getCommandSpec().options().forEach(o -> known.addAll(List.of(o.names())));
      }
      String message = "no " + (option ? "option" : "command") + " '" + wrong + "'";
      return EditDistance.nearest(wrong, known)
          .map(name -> message + "; did you mean " + name + "?")
          .orElseGet(() -> message + seeHelp(at));
    }
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("wrong usage");
    return message + seeHelp(at);
  }

  private String seeHelp(CommandLine at) {
    List<String> help = new ArrayList<>();
    for (CommandLine up = at; up.getParent() != null; up = up.getParent()) {
      help.add(0, up.getCommandName());
    }
    help.add("--help");
    return "; see " + session.console.command(help);
  }

  private int failed(Throwable failure, List<String> args) {
    if (session.common.debug) {
      failure.printStackTrace(session.console.err());
    }
    Ending ending = Ending.of(failure, session.console, args);
    return end(ending.exitCode(), ending.message());
  }

  private int end(int exitCode, String message) {
    if (wantsJson && !session.hasPrinted()) {
      session.printJson(Json.error(exitCode, message));
    }
    session.console.error(message);
    return exitCode;
  }
}
