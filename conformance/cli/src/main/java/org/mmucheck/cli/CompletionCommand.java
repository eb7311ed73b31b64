package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print what makes a shell complete commands and options.",
      "bash, zsh: source <(./mmucheck completion bash);  fish: ./mmucheck completion fish | source"
    },
    footer = "%nFor example: completion bash > ~/.local/share/bash-completion/completions/mmucheck")
final class CompletionCommand implements Callable<Integer> {
  /** Shells whose language we write. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  private static final String PROGRAM = "mmucheck";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  Shell shell;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine root = command.root().commandLine();
    String text =
        switch (shell) {
          case bash, zsh -> AutoComplete.bash(PROGRAM, root); // it asks zsh for bash's functions
          case fish -> fish(root);
        };
    session.console.out().print(text);
    return ExitCode.OK;
  }

  private static String fish(CommandLine root) {
    List<String> lines = new ArrayList<>();
    root.getSubcommands()
        .forEach(
            (name, sub) -> {
              lines.add(
                  "complete -c %s -f -n __fish_use_subcommand -a %s -d %s"
                      .formatted(PROGRAM, name, quoted(first(sub.getCommandSpec()))));
              options(sub.getCommandSpec())
                  .forEach(
                      option ->
                          lines.add(
                              "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s%s -d %s"
                                  .formatted(
                                      PROGRAM,
                                      name,
                                      option.longestName().substring(2),
                                      option.arity().max() > 0 ? " -r" : "",
                                      quoted(first(option.description())))));
            });
    return String.join("\n", lines) + "\n";
  }

  private static Stream<OptionSpec> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> option.longestName().startsWith("--") && !option.hidden());
  }

  private static String first(CommandSpec spec) {
    return first(spec.usageMessage().description());
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
