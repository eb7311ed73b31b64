package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.UnfinishedException;
import org.mmucheck.trace.Trace;

/**
 * One model after TLC ran, as a command shows it.
 *
 * @param trace where its counterexample is kept; null where it is not
 * @param traceProblem what is wrong with the kept trace; null if nothing is
 */
record CheckedModel(CheckResult result, @Nullable Path trace, @Nullable String traceProblem) {

  /** A result whose trace is where the check wrote it, if it did. */
  static CheckedModel of(CheckResult result) {
    return new CheckedModel(result, result.traceFile(), null);
  }

  Model model() {
    return result.model();
  }

  boolean asExpected() {
    return result.asExpected() && traceProblem == null;
  }

  /** The exit code that this model alone would give. */
  int exitCode() {
    if (!result.asExpected()) {
      return result.exitCode();
    }
    return traceProblem == null ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  /** What is not as expected, one line each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    TlcException failure = result.failure();
    if (failure != null) {
      String what = unfinished() == null ? "TLC could not check " : "";
      problems.add(what + model().name() + ": " + failure.getMessage());
    }
    problems.addAll(result.differences());
    if (traceProblem != null) {
      problems.add(traceProblem);
    }
    return problems;
  }

  /** How the model should end, for a table. */
  static String expected(Model model) {
    return words(model.expected().result(), model.expected().property());
  }

  /** How the model did end, for a table. */
  String found() {
    TlcResult actual = result.actual();
    return actual == null
        ? unfinished() == null ? "no verdict" : "not finished"
        : words(actual.result(), actual.property());
  }

  /** How far a run came that was ended before it had a verdict; null if there is none such. */
  @Nullable TlcProgress unfinished() {
    return result.failure() instanceof UnfinishedException ended ? ended.progress() : null;
  }

  /** As {@link #found()}, marked if it is wrong. */
  String judged() {
    return found() + (asExpected() || unfinished() != null ? "" : " (NOT as expected)");
  }

  /** The exit code of all together: a wrong verdict counts for more than none. */
  static int exitCode(List<CheckedModel> all) {
    List<Integer> codes =
        all.stream().map(CheckedModel::exitCode).filter(code -> code != ExitCode.OK).toList();
    return codes.stream()
        .filter(code -> code != ExitCode.UNFINISHED)
        .findFirst()
        .orElse(codes.isEmpty() ? ExitCode.OK : ExitCode.UNFINISHED);
  }

  /** The number of distinct states for a table; empty where there is none. */
  String states() {
    TlcResult actual = result.actual();
    TlcProgress progress = unfinished();
    return actual != null
        ? String.format(Locale.ROOT, "%,d", actual.distinctStates())
        : progress == null ? "" : String.format(Locale.ROOT, "%,d", progress.distinctStates());
  }

  /** The number of steps of the counterexample for a table; empty where there is none. */
  String steps() {
    Trace counterexample = result.counterexample();
    return counterexample == null ? "" : Integer.toString(counterexample.steps().size() - 1);
  }

  /** {@code PutsNeverFree fails} says more than {@code safety failure}. */
  private static String words(Model.Result result, @Nullable String property) {
    return property == null ? result.word() : property + " fails";
  }
}
