package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cfg",
    description = {
      "Print a model's configuration, for plain TLC or an editor.",
      "Save it beside the module; TLC takes it with -config."
    },
    footer = "%nFor example: cfg NotifierFault_V6 NoStaleInsert")
final class CfgCommand implements Callable<Integer> {
  private static final int WIDTH = 78;

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A name; or an id or a word, that stands for the row called so.")
  String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROPERTY",
      description = "Check this property instead of what the model checks.")
  @Nullable String property;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  CfgCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Row row = OneRow.of(session.catalog(), name, command);
    Model model =
        session.catalog().models().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(row.models().getFirst());
    if (property != null) {
      NamedProperty.problem(property, model, session.catalog().models())
          .ifPresent(
              problem -> {
                throw new ParameterException(command.commandLine(), problem);
              });
    }
    String text = property == null ? model.config() : row.checking(property);
    String again = "mmucheck cfg " + model.name() + (property == null ? "" : " " + property);
    if (session.json()) {
      session.printJson(SpecJson.cfg(model, text));
      return ExitCode.OK;
    }
    session.console.out().print("\\* " + model.name() + "\n");
    comment(model.summary()).forEach(line -> session.console.out().print(line + "\n"));
    session.console.out().print("\\* Printed by `" + again + "`.\n" + text);
    return ExitCode.OK;
  }

  /** The sentence as a comment, broken at blanks. */
  private static List<String> comment(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add("\\* " + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add("\\* " + line);
    return lines;
  }
}
