package org.mmucheck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why mutants that nothing notices are no faults, from the file {@code mutants.json} beside a
 * protocol's manifest: {@code {"survive": [{"in": "TypeOK", "change": "conjunct dropped", "was":
 * "...", "becomes": "...", "why": "..."}]}}. A reason is for the mutants of a definition that agree
 * with all that it says; only {@code in} and {@code why} must be there.
 */
public final class Reasons {
  /** The file's name. */
  public static final String FILE = "mutants.json";

  private static final Set<String> FIELDS =
      new TreeSet<>(Set.of("in", "change", "was", "becomes", "why"));

  private final List<Reason> reasons;

  private Reasons(List<Reason> reasons) {
    this.reasons = List.copyOf(reasons);
  }

  /**
   * One reason.
   *
   * @param in the definition's name
   * @param change its {@link Change#word}; null for each
   * @param was what stood there; null for anything
   * @param becomes what stands there now; null for anything
   */
  public record Reason(
      String in,
      @Nullable String change,
      @Nullable String was,
      @Nullable String becomes,
      String why) {
    boolean isFor(Mutant mutant) {
      return in.equals(mutant.name())
          && (change == null || change.equals(mutant.change().word()))
          && (was == null || was.equals(mutant.was()))
          && (becomes == null || becomes.equals(mutant.replacement()));
    }

    /** What it is for, on one line. */
    public String line() {
      return in
          + (change == null ? "" : ", " + change)
          + (was == null ? "" : ", `" + was + "`")
          + (becomes == null ? "" : " -> `" + becomes + "`");
    }
  }

  /**
   * The reasons of a protocol's folder; none if it has no such file.
   *
   * @throws InputException if the file is malformed
   */
  public static Reasons in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new Reasons(List.of());
    }
    try {
      return new Reasons(read(file.toString(), new JsonMapper().readTree(Files.readString(file))));
    } catch (JacksonException e) {
      throw new InputException(file.toString(), "", "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static List<Reason> read(String file, JsonNode document) {
    JsonNode survive = document.get("survive");
    if (survive == null || !survive.isArray()) {
      throw new InputException(file, "", "must be an object with the list 'survive'");
    }
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode each : survive) {
      String at = "survive[" + reasons.size() + "]";
      for (String name : each.propertyNames()) {
        if (!FIELDS.contains(name)) {
          throw new InputException(
              file, at + "." + name, "unknown field; known are " + String.join(", ", FIELDS));
        }
      }
      String in = text(each, "in");
      String why = text(each, "why");
      if (in == null || in.isBlank() || why == null || why.isBlank()) {
        throw new InputException(file, at, "must say 'in' which definition, and 'why'");
      }
      reasons.add(
          new Reason(in, text(each, "change"), text(each, "was"), text(each, "becomes"), why));
    }
    return reasons;
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null || !value.isString() ? null : value.stringValue();
  }

  /** Why nothing notices the mutant; empty if nobody said. */
  public Optional<String> why(Mutant mutant) {
    return reasons.stream().filter(each -> each.isFor(mutant)).map(Reason::why).findFirst();
  }

  /**
   * The reasons that are for no survivor: their mutants are noticed, or there are none.
   *
   * @param tried all mutants of the modules that the reasons are for
   */
  public List<Reason> stale(List<Tried> tried) {
    return reasons.stream()
        .filter(
            reason ->
                tried.stream()
                    .filter(each -> !each.isKilled() && each.stillborn() == null)
                    .noneMatch(each -> reason.isFor(each.mutant())))
        .toList();
  }
}
