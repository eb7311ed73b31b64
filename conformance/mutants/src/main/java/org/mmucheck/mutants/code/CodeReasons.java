package org.mmucheck.mutants.code;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.ReasonsFile;

/**
 * Why changes of code that nothing notices are no faults, from the file {@code code-mutants.json}
 * in the folder of specs: {@code {"survive": [{"in": "org.mmucheck.model.mmu.TdpRoot.put",
 * "change": "removed conditional", "nth": 1, "why": "..."}]}}. {@code
 * spec/code-mutants.schema.json} says the same of the form.
 *
 * <p>A reason is for the mutants of a method that agree with all that it says; only {@code in} and
 * {@code why} must be there. It names no line, so it stays with its mutant when the text around
 * that changes. None of the mutants that it is for may be noticed.
 */
public final class CodeReasons {
  /** The file's name. */
  public static final String FILE = "code-mutants.json";

  private static final Set<String> FIELDS = Set.of("in", "change", "nth", "why");

  private final List<Reason> reasons;

  private CodeReasons(List<Reason> reasons) {
    this.reasons = List.copyOf(reasons);
  }

  /**
   * One reason.
   *
   * @param in the class and the method: {@code a.b.Foo$Bar.method}
   * @param change what PIT says of the change; null for each
   * @param nth which of the mutants of the method that read alike, from 1; null for each
   */
  public record Reason(String in, @Nullable String change, @Nullable Integer nth, String why) {
    /** The class. */
    public String className() {
      return in.substring(0, in.lastIndexOf('.'));
    }

    /** Whether it is for a mutant. */
    public boolean isFor(CodeMutant mutant) {
      return in.equals(mutant.className() + "." + mutant.method())
          && (change == null || change.equals(mutant.says()))
          && (nth == null || nth == mutant.nth());
    }

    /** What it is for, on one line. */
    public String line() {
      return in + (change == null ? "" : ", " + change) + (nth == null ? "" : ", number " + nth);
    }
  }

  /**
   * The reasons of a folder of specs; none if it has no such file.
   *
   * @throws InputException if the file is malformed
   */
  public static CodeReasons in(Path folder) {
    return new CodeReasons(ReasonsFile.read(folder.resolve(FILE), FIELDS, CodeReasons::reason));
  }

  private static Reason reason(ReasonsFile.Entry entry) {
    String needed = "must say 'in' which method, and 'why'";
    String in = entry.needed("in", needed);
    String why = entry.needed("why", needed);
    if (in.indexOf('.') < 1 || in.endsWith(".")) {
      throw entry.fault("in", "must be a class and a method: a.b.Foo.bar");
    }
    return new Reason(in, entry.text("change"), entry.number("nth"), why);
  }

  /** The reasons, in the file's order. */
  public List<Reason> all() {
    return reasons;
  }

  /** Why nothing notices the mutant; empty if nobody said. */
  public Optional<String> why(CodeMutant mutant) {
    return reasons.stream().filter(each -> each.isFor(mutant)).map(Reason::why).findFirst();
  }

  /**
   * The reasons that are not true any more: one of their mutants is noticed, or there is none.
   *
   * @param tried mutants that were tried
   */
  public List<Reason> stale(List<CodeTried> tried) {
    return reasons.stream()
        .filter(
            reason ->
                CodeMutants.of(reason.className()).stream().noneMatch(reason::isFor)
                    || tried.stream()
                        .anyMatch(each -> each.kill().isPresent() && reason.isFor(each.mutant())))
        .toList();
  }
}
