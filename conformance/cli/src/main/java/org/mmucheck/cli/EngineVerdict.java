package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mmucheck.catalog.Model;
import org.mmucheck.cli.EngineChecking.Row;
import org.mmucheck.compiled.Comparison;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.tlc.TlcResult;

/**
 * What a check by the compiled engine, or by both, comes to: TLC's exit codes, whoever found it.
 */
final class EngineVerdict {
  /** TLC's code for a spec that cannot be evaluated. */
  static final int CANNOT_EVALUATE = 75;

  private static final int DEADLOCK = 11;
  private static final int SAFETY_FAILURE = 12;
  private static final int LIVENESS_FAILURE = 13;

  private EngineVerdict() {}

  /** Of all: that the engines differ counts for most, and that one refuses for least. */
  static int exitCode(List<Row> rows) {
    List<Integer> codes =
        rows.stream().map(Row::exitCode).filter(code -> code != ExitCode.OK).toList();
    return codes.contains(ExitCode.UNEXPECTED)
        ? ExitCode.UNEXPECTED
        : codes.stream()
            .filter(code -> code != CANNOT_EVALUATE)
            .findFirst()
            .orElse(codes.isEmpty() ? ExitCode.OK : CANNOT_EVALUATE);
  }

  /** Of a model that nothing is expected of. */
  static int exitCode(Row row) {
    Comparison comparison = row.comparison();
    if (comparison != null) {
      TlcResult tlc = comparison.tlc();
      return tlc == null ? CANNOT_EVALUATE : tlc.exitCode();
    }
    Found found = Objects.requireNonNull(row.found());
    return switch (found.verdict()) {
      case SUCCESS -> ExitCode.OK;
      case DEADLOCK -> DEADLOCK;
      case SAFETY_FAILURE -> SAFETY_FAILURE;
      case STEP_FAILURE -> LIVENESS_FAILURE;
      case ERROR -> CANNOT_EVALUATE;
      case UNFINISHED -> ExitCode.UNFINISHED;
    };
  }

  /** Where the engines differ, or what they agree on is not what the manifest expects. */
  static List<String> differences(Model model, Comparison comparison) {
    List<String> differences = new ArrayList<>(comparison.differences());
    TlcResult tlc = comparison.tlc();
    if (!differences.isEmpty() || comparison.refusal() != null) {
      return differences;
    }
    if (tlc == null) {
      differences.add(model.name() + ": " + comparison.tlcFailure());
      return differences;
    }
    if (model.pins() == null) {
      return differences;
    }
    Model.Expected expected = model.expected();
    boolean isOther =
        expected.property() != null
            && tlc.property() != null
            && !expected.property().equals(tlc.property());
    if (tlc.result() != expected.result() || isOther) {
      differences.add(
          model.name()
              + " should end as "
              + expected.result().word()
              + (expected.property() == null ? "" : " of " + expected.property())
              + ", but both engines find "
              + Comparison.words(tlc));
    }
    return differences;
  }
}
