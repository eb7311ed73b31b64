package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.trace.Trace;

/**
 * What TLC found in one model, against what the manifest expects.
 *
 * @param model the model with its expectation
 * @param actual TLC's verdict; null if TLC reached none
 * @param failure why TLC reached no verdict; null if it reached one
 * @param differences how the verdict differs from the manifest, one sentence each; empty if it is
 *     as expected
 * @param counterexample the canonical counterexample; null where nothing failed
 * @param traceFile where the counterexample was written; null if it was not
 */
public record CheckResult(
    Model model,
    @Nullable TlcResult actual,
    @Nullable TlcException failure,
    List<String> differences,
    @Nullable Trace counterexample,
    @Nullable Path traceFile) {
  private static final int EXPECTED_FAILURE_MISSING = 21;

  public CheckResult {
    differences = List.copyOf(differences);
  }

  public boolean asExpected() {
    return failure == null && differences.isEmpty();
  }

  /**
   * The exit code that this result asks for: 0 if it is as expected; TLC's code if TLC reached no
   * verdict, or found a failure of another kind or of another property; 21 if an expected failure
   * did not happen or a pinned count changed.
   */
  public int exitCode() {
    if (failure != null) {
      return failure.exitCode();
    }
    if (asExpected()) {
      return 0;
    }
    boolean sameFailure =
        actual != null
            && actual.result() == model.expected().result()
            && (actual.property() == null || actual.property().equals(model.expected().property()));
    if (actual == null || sameFailure || actual.result() == Model.Result.SUCCESS) {
      return EXPECTED_FAILURE_MISSING;
    }
    return actual.exitCode();
  }
}
