package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/**
 * The manual page of the whole program, in the language of man(7), made from what {@code --help}
 * knows: so neither says what the other does not.
 */
final class ManPage {
  private final List<String> lines = new ArrayList<>();

  private ManPage() {}

  /**
   * @param root the program, with its commands
   * @return the page, for {@code man ./mmucheck.1}
   */
  static String of(CommandLine root) {
    ManPage page = new ManPage();
    page.write(root.getCommandSpec());
    return String.join("\n", page.lines) + "\n";
  }

  private void write(CommandSpec root) {
    lines.add(".\\\" Made by `mmucheck man`; a test holds it to --help.");
    lines.add(".TH MMUCHECK 1 \"\" mmucheck");
    section("NAME");
    lines.add("mmucheck \\- " + escaped("check a TLA+ spec, and hold code, or Linux, to it"));
    section("SYNOPSIS");
    lines.add(".B mmucheck");
    lines.add(escaped("[OPTION]... [COMMAND [OPTION]... [ARGUMENT]...]"));
    section("DESCRIPTION");
    paragraphs(root.usageMessage().description());
    section("OPTIONS");
    lines.add("Of every command, before or after its name:");
    root.options().stream()
        .filter(option -> option.scopeType() == ScopeType.INHERIT || isHelp(option))
        .forEach(this::argument);
    lines.add(".P");
    lines.add("Without a command:");
    root.options().stream()
        .filter(option -> option.scopeType() != ScopeType.INHERIT && !isHelp(option))
        .forEach(this::argument);
    section("COMMANDS");
    root.subcommands()
        .forEach((name, command) -> command(root.name() + " " + name, command.getCommandSpec()));
    section("EXIT STATUS");
    for (Map.Entry<String, String> code : root.usageMessage().exitCodeList().entrySet()) {
      tagged(code.getKey(), List.of(code.getValue()));
    }
    section("ENVIRONMENT");
    tagged("MMUCHECK_MAVEN_ARGS", List.of("More arguments for the build."));
    tagged("MMUCHECK_JDKS", List.of("Folders to look for a JDK in, instead of the usual places."));
    tagged("MMUCHECK_JAVA_ARGS", List.of("More arguments for the Java virtual machine: -Xmx8g."));
    tagged("CI", List.of("If it is set, progress is told in a line now and then."));
    section("SEE ALSO");
    lines.add(escaped("README.md, docs/, linux/README.md beside the program"));
  }

  private void command(String name, CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    lines.add(".SS " + quoted(name + synopsis(command)));
    paragraphs(usage.description());
    command.positionalParameters().forEach(this::argument);
    command.options().stream()
        .filter(option -> !option.hidden() && !option.inherited() && !isHelp(option))
        .forEach(this::argument);
    String example = String.join("%n", usage.footer());
    Arrays.stream(example.split("%n|\\R"))
        .map(line -> line.replace("For example:", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(this::example);
    command.subcommands().forEach((sub, spec) -> command(name + " " + sub, spec.getCommandSpec()));
  }

  private static String synopsis(CommandSpec command) {
    Stream<String> parameters =
        command.positionalParameters().stream()
            .map(
                each ->
                    (each.required() ? each.paramLabel() : "[" + each.paramLabel() + "]")
                        + (each.isMultiValue() ? "..." : ""));
    String all =
        Stream.concat(Stream.of("[OPTION]..."), parameters).collect(Collectors.joining(" "));
    return command.subcommands().isEmpty() ? " " + all : " COMMAND";
  }

  private static boolean isHelp(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private void argument(ArgSpec argument) {
    String tag =
        argument instanceof OptionSpec option
            ? String.join(", ", option.names())
                + (option.arity().max() > 0 ? "=" + option.paramLabel() : "")
            : ((PositionalParamSpec) argument).paramLabel();
    tagged(tag, List.of(argument.description()));
  }

  private void tagged(String tag, List<String> description) {
    lines.add(".TP");
    lines.add(".B " + quoted(tag));
    description.forEach(line -> lines.add(protectedLine(escaped(line))));
  }

  private void paragraphs(String[] description) {
    lines.add(".P");
    for (String line : description) {
      lines.add(line.isEmpty() ? ".P" : protectedLine(escaped(line)));
    }
  }

  private void example(String command) {
    lines.add(".P");
    lines.add("Example:");
    lines.add(".B " + quoted(command.contains("mmucheck") ? command : "mmucheck " + command));
  }

  private void section(String title) {
    lines.add(".SH " + quoted(title));
  }

  private static String quoted(String text) {
    return "\"" + escaped(text).replace("\"", "\\(dq") + "\"";
  }

  /** A backslash and a hyphen are a command and a dash of the language. */
  private static String escaped(String text) {
    return text.replace("%n", "\n").replace("\\", "\\e").replace("-", "\\-");
  }

  /** What begins with these is a command of the language. */
  private static String protectedLine(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }
}
