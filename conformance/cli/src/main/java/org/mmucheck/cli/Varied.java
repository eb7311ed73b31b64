package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import org.mmucheck.catalog.Variation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that changes a model's constants: an idea that no manifest lists. */
final class Varied {
  @Option(
      names = "--set",
      paramLabel = "CONSTANT=VALUE",
      description = {
        "Give a constant of the one MODEL another value, as often as you like:"
            + " SeqBeforeCount=FALSE.",
        "Nothing is expected then, and what is found is told."
      })
  List<String> settings = List.of();

  boolean isAny() {
    return !settings.isEmpty();
  }

  /**
   * The one model that the user names, with the settings.
   *
   * @throws ParameterException if the names do not mean one set of constants, or a setting is wrong
   */
  Model model(Session session, List<String> names, CommandSpec command) {
    if (Session.isFile(names)) {
      throw new ParameterException(
          command.commandLine(),
          "--set is for a model of the catalogue; the constants of "
              + names.getFirst()
              + " are those of its configuration: change them there");
    }
    if (names.size() != 1) {
      throw new ParameterException(
          command.commandLine(), "--set changes the constants of one model; name it, and only it");
    }
    String name = names.getFirst();
    Row row = OneRow.of(session.catalog(), name, command);
    Model model =
        row.models().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(row.models().getFirst());
    try {
      return Variation.of(row, model, settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** What makes the same change to the same model, behind the name of a command. */
  List<String> again(List<String> names) {
    List<String> again = new ArrayList<>(names);
    settings.forEach(each -> again.addAll(List.of("--set", each)));
    return again;
  }
}
