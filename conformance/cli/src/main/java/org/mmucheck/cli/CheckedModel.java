package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcResult;
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
      problems.add("TLC could not check " + model().name() + ": " + failure.getMessage());
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
    return actual == null ? "no verdict" : words(actual.result(), actual.property());
  }

  /** The number of distinct states for a table; empty where there is none. */
  String states() {
    TlcResult actual = result.actual();
    return actual == null ? "" : String.format(Locale.ROOT, "%,d", actual.distinctStates());
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
