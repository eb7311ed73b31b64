package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;

/**
 * What the TLC behind a verdict is known to get wrong, and where that may matter.
 *
 * @param name of that TLC
 * @param canaries how many kinds of mistake it was asked for
 * @param mistakes those that it makes
 * @param suspects where the checked specs are written so that one of them may matter
 */
public record EngineReport(
    String name, int canaries, List<KnownMistake> mistakes, List<Suspect> suspects) {
  public EngineReport {
    mistakes = List.copyOf(mistakes);
    suspects = List.copyOf(suspects);
  }

  /**
   * Asks a TLC, and looks at the modules of models that it has checked.
   *
   * @param tla2tools the user's own; null for the one built in
   * @throws TlcException if it cannot be asked
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static EngineReport of(List<Model> models, @Nullable Path tla2tools)
      throws InterruptedException {
    List<KnownMistake> mistakes = Canaries.mistakes(tla2tools);
    Map<Path, Model> modules = new LinkedHashMap<>();
    models.forEach(model -> modules.putIfAbsent(model.source().moduleFile(), model));
    List<Suspect> suspects =
        mistakes.isEmpty()
            ? List.of()
            : modules.values().stream()
                .flatMap(model -> suspects(model).stream())
                .filter(suspect -> mistakes.contains(suspect.mistake()))
                .distinct()
                .toList();
    return new EngineReport(
        tla2tools == null ? "the built-in TLC" : "the TLC in " + tla2tools.getFileName(),
        KnownMistake.values().length,
        mistakes,
        suspects);
  }

  /** None where the modules cannot be read: the check tells that. */
  private static List<Suspect> suspects(Model model) {
    try {
      return Suspects.in(model);
    } catch (TlcException | InputException e) {
      return List.of();
    }
  }

  /** In one line. */
  public String line() {
    if (mistakes.isEmpty()) {
      return name + " is right on all " + canaries + " canaries";
    }
    String issues =
        String.join(", ", mistakes.stream().map(KnownMistake::issue).toList())
            .replace(", tlaplus#", ", #");
    String where =
        suspects.isEmpty() ? "no module here is written so" : "written so here: " + suspects.size();
    return "%s is wrong on %d of %d canaries (%s); %s"
        .formatted(name, mistakes.size(), canaries, issues, where);
  }
}
