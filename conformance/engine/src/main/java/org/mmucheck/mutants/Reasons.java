package org.mmucheck.mutants;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;

/**
 * Why mutants that nothing notices are no faults, from the file {@code mutants.json} beside a
 * protocol's manifest: {@code {"survive": [{"in": "Init", "change": "branch always taken", "was":
 * "left[t] = 0", "becomes": "FALSE", "nth": 1, "why": "..."}]}}. {@code spec/mutants.schema.json}
 * says the same of the form.
 *
 * <p>A reason is for the mutants of a definition that agree with all that it says; only {@code in}
 * and {@code why} must be there. It names no line, so it stays with its mutant when the text around
 * that changes. None of the mutants that it is for may be noticed.
 */
public final class Reasons {
  /** The file's name. */
  public static final String FILE = "mutants.json";

  private static final Set<String> FIELDS = Set.of("in", "change", "was", "becomes", "nth", "why");

  private final List<Reason> reasons;

  private Reasons(List<Reason> reasons) {
    this.reasons = List.copyOf(reasons);
  }

  /**
   * One reason.
   *
   * @param in the definition's name
   * @param change what kind of change; null for each
   * @param was what stood there; null for anything
   * @param becomes what stands there now; null for anything
   * @param nth which of the mutants of the definition that read alike, from 1; null for each
   */
  public record Reason(
      String in,
      @Nullable Change change,
      @Nullable String was,
      @Nullable String becomes,
      @Nullable Integer nth,
      String why) {
    /** Whether it is for a mutant. */
    public boolean isFor(Mutant mutant) {
      return in.equals(mutant.name())
          && mutant.change() != Change.COSMETIC
          && (change == null || change == mutant.change())
          && (was == null || was.equals(mutant.was()))
          && (becomes == null || becomes.equals(mutant.replacement()))
          && (nth == null || nth == mutant.nth());
    }

    /** What it is for, on one line. */
    public String line() {
      return in
          + (change == null ? "" : ", " + change.word())
          + (was == null ? "" : ", `" + was + "`")
          + (becomes == null ? "" : " -> `" + becomes + "`")
          + (nth == null ? "" : ", number " + nth);
    }
  }

  /**
   * The reasons of a protocol's folder; none if it has no such file.
   *
   * @throws InputException if the file is malformed
   */
  public static Reasons in(Path folder) {
    return new Reasons(ReasonsFile.read(folder.resolve(FILE), FIELDS, Reasons::reason));
  }

  private static Reason reason(ReasonsFile.Entry entry) {
    String needed = "must say 'in' which definition, and 'why'";
    return new Reason(
        entry.needed("in", needed),
        change(entry),
        entry.text("was"),
        entry.text("becomes"),
        entry.number("nth"),
        entry.needed("why", needed));
  }

  private static @Nullable Change change(ReasonsFile.Entry entry) {
    String word = entry.text("change");
    if (word == null) {
      return null;
    }
    List<Change> known =
        Arrays.stream(Change.values()).filter(each -> each != Change.COSMETIC).toList();
    return known.stream()
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                entry.fault(
                    "change",
                    "no such change; there are "
                        + String.join(", ", known.stream().map(Change::word).toList())));
  }

  /** The reasons, in the file's order. */
  public List<Reason> all() {
    return reasons;
  }

  /** Why nothing notices the mutant; empty if nobody said. */
  public Optional<String> why(Mutant mutant) {
    return reasons.stream().filter(each -> each.isFor(mutant)).map(Reason::why).findFirst();
  }

  /**
   * The reasons that are not true any more: one of their mutants is noticed, or there is none.
   *
   * @param tried all mutants of the modules that the reasons are for
   */
  public List<Reason> stale(List<Tried> tried) {
    return reasons.stream().filter(reason -> isStale(reason, tried)).toList();
  }

  private static boolean isStale(Reason reason, List<Tried> tried) {
    List<Tried> own =
        tried.stream()
            .filter(each -> each.stillborn() == null && reason.isFor(each.mutant()))
            .toList();
    return own.isEmpty() || own.stream().anyMatch(Tried::isKilled);
  }
}
