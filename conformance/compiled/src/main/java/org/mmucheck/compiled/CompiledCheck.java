package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.explore.Found.Verdict;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.tlc.SpecTrees;

/**
 * What the compiled engine alone finds in a model, against what the manifest expects.
 *
 * @param found what it found; null where it refused
 * @param refusal why it refused; null where it did not
 * @param unchecked the properties that only TLC checks
 * @param differences from the manifest, one sentence each; empty if it is as expected
 */
public record CompiledCheck(
    Model model,
    @Nullable Found found,
    @Nullable String refusal,
    List<String> unchecked,
    List<String> differences) {
  public CompiledCheck {
    unchecked = List.copyOf(unchecked);
    differences = List.copyOf(differences);
  }

  /**
   * Compiles and explores the model.
   *
   * @param trees reads it
   * @param threads at least one
   * @throws org.mmucheck.tlc.TlcException if the module or the configuration is wrong, or an
   *     assumption does not hold
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static CompiledCheck of(Model model, SpecTrees trees, int threads)
      throws InterruptedException {
    CompiledModel compiled;
    Found found;
    try {
      compiled = compiled(model, trees);
      found = compiled.explore(threads, false);
    } catch (UnsupportedException e) {
      return new CompiledCheck(model, null, e.getMessage(), List.of(), List.of());
    }
    return new CompiledCheck(
        model, found, null, compiled.temporal(), differences(model, found, compiled.temporal()));
  }

  private static CompiledModel compiled(Model model, SpecTrees trees) {
    try {
      return CompiledModel.of(trees.of(model));
    } catch (EvaluationException e) {
      throw CompiledEngine.noAssumption(e);
    }
  }

  private static List<String> differences(Model model, Found found, List<String> unchecked) {
    if (model.pins() == null) { // nothing is expected
      return found.verdict() == Verdict.ERROR
          ? List.of(model.name() + ": " + found.property())
          : List.of();
    }
    Model.Expected expected = model.expected();
    List<String> differences = new ArrayList<>();
    boolean isTlcs =
        expected.result() == Result.LIVENESS_FAILURE
            && (expected.property() == null || unchecked.contains(expected.property()));
    Result wanted = isTlcs ? Result.SUCCESS : expected.result();
    if (result(found) != wanted) {
      differences.add(
          model.name() + " should end as " + wanted.word() + ", but ends as " + words(found));
      return differences;
    }
    if (wanted != Result.SUCCESS) {
      differ(model, "break", expected.property(), found.property(), differences);
      if (model.induction() == null) {
        differ(model, "take steps:", expected.steps(), found.length() - 1, differences);
      }
      return differences;
    }
    differ(
        model, "have distinct states:", expected.distinctStates(), found.distinct(), differences);
    differ(model, "have depth", expected.depth(), found.depth(), differences);
    return differences;
  }

  private static void differ(
      Model model,
      String what,
      @Nullable Object wanted,
      @Nullable Object real,
      List<String> differences) {
    if (wanted != null && !wanted.equals(real)) {
      differences.add(model.name() + " should " + what + " " + wanted + ", not " + real);
    }
  }

  /** How the run ended, in the manifest's terms; null where something could not be evaluated. */
  static @Nullable Result result(Found found) {
    return switch (found.verdict()) {
      case SUCCESS -> Result.SUCCESS;
      case SAFETY_FAILURE -> Result.SAFETY_FAILURE;
      case STEP_FAILURE -> Result.LIVENESS_FAILURE; // as TLC counts it
      case DEADLOCK -> Result.DEADLOCK;
      case ERROR, UNFINISHED -> null;
    };
  }

  /** How a run ended. */
  public static String words(Found found) {
    Result result = result(found);
    String word =
        result != null
            ? result.word()
            : found.verdict() == Verdict.ERROR ? "error" : "not finished";
    return word + (found.property() == null ? "" : " of " + found.property());
  }

  /** Whether it is as expected, so far as the compiled engine checks it. */
  public boolean asExpected() {
    return refusal == null && differences.isEmpty();
  }
}
