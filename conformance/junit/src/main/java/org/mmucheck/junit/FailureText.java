package org.mmucheck.junit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Hidden;
import org.mmucheck.diff.Change;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.Schedule;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Fault;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.Workbench;
import org.opentest4j.AssertionFailedError;

/**
 * Failures as a person reads them: the step, what differs, both values, the schedule, and how to
 * see it again.
 */
final class FailureText {
  private static final int MOST_DIFFERENCES = 8;

  private final List<String> again;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param again the commands that show it again
   */
  FailureText(List<String> again) {
    this.again = again;
  }

  /** TLC's verdict is not what the manifest says. */
  AssertionFailedError of(CheckResult result, Workbench specs) {
    String what =
        result.failure() != null
            ? String.valueOf(result.failure().getMessage())
            : String.join("\n", result.differences());
    Trace counterexample = result.counterexample();
    String story = counterexample == null ? "" : story(counterexample, specs);
    return new AssertionFailedError(text(what) + story);
  }

  private static String story(Trace counterexample, Workbench specs) {
    return "\n\n" + specs.explain(counterexample, ExplainFormat.text).stripTrailing();
  }

  /** A counterexample does not replay. */
  AssertionFailedError of(Divergence divergence, String model) {
    ActionInstance action = divergence.action();
    String step =
        action == null
            ? "in the initial state"
            : "step %d of %d, %s".formatted(divergence.step(), divergence.of(), action);
    String what =
        switch (divergence.kind()) {
          case STATE -> "code and spec disagree " + (action == null ? step : "after " + step);
          case REFUSED -> "the code refuses " + step;
          case FAILED -> fails(divergence.fault()) + (action == null ? "the initial state" : step);
        };
    differences(
        divergence.variable(), divergence.spec(), divergence.code(), divergence.differences());
    stack(divergence.fault());
    schedule(divergence.schedule());
    return new AssertionFailedError(
        text(model + ": " + what), divergence.spec(), divergence.code());
  }

  /** A counterexample does not show what it says. */
  AssertionFailedError of(List<String> doubts, String model) {
    return new AssertionFailedError(text(model + ": the trace " + String.join("; ", doubts)));
  }

  /** The code does not conform. */
  AssertionFailedError of(Conformed conformed, @Nullable Path trace) {
    String model = conformed.model().name();
    ConformReport report = conformed.report();
    Hidden hidden = report.hidden();
    if (report.divergence() != null) {
      return of(report.divergence(), model, trace);
    }
    if (hidden != null) {
      hidden.differences().forEach(difference -> row("hidden", difference));
      trace(trace);
      return new AssertionFailedError(
          text(
              model
                  + ": the code is in two states where the spec is in one; it keeps what no"
                  + " variable shows"));
    }
    return new AssertionFailedError(text(String.valueOf(conformed.graphProblem())));
  }

  private AssertionFailedError of(
      org.mmucheck.conform.Divergence divergence, String model, @Nullable Path trace) {
    differences(
        divergence.variable(), divergence.spec(), divergence.code(), divergence.differences());
    stack(divergence.fault());
    schedule(divergence.schedule());
    trace(trace);
    String what = about(divergence) + ", step " + number(divergence);
    return new AssertionFailedError(
        text(model + ": " + what), divergence.spec(), divergence.code());
  }

  /** The step that shows it; what the code was asked for beyond the way comes after that. */
  private static int number(org.mmucheck.conform.Divergence divergence) {
    return switch (divergence.kind()) {
      case ACCEPTED, CHANGED -> divergence.step() + 1;
      default -> divergence.step();
    };
  }

  private static String about(org.mmucheck.conform.Divergence divergence) {
    String action = String.valueOf(divergence.action());
    return switch (divergence.kind()) {
      case INITIAL -> "code and spec disagree in the initial state";
      case STATE -> "code and spec disagree after " + action;
      case REFUSED -> "the code refuses " + action + ", which the spec enables";
      case ACCEPTED -> "the code takes " + action + ", which the spec disables";
      case LEFT_OUT -> "the spec leaves out of Next what the code does";
      case CHANGED -> "the code refuses " + action + ", as the spec does, but changes";
      case FAILED ->
          fails(divergence.fault()) + (divergence.action() == null ? "the initial state" : action);
      case PROPERTY -> "code and spec disagree on a property";
      case UNREPEATABLE ->
          divergence.action() == null
              ? "the code's state is not the same each time"
              : action + " does not lead to the same state each time";
    };
  }

  /** A random schedule fails. */
  AssertionFailedError of(FuzzReport report, @Nullable Path trace) {
    stack(report.fault());
    row("seed", Long.toString(report.seed()));
    trace(trace);
    return new AssertionFailedError(text(report.model() + ": " + report.detail()));
  }

  private static String fails(@Nullable Fault fault) {
    return (fault == null ? Fault.Party.CODE : fault.party()) + " fails in ";
  }

  private void stack(@Nullable Fault fault) {
    String label = "at";
    for (String frame : fault == null ? List.<String>of() : fault.stack()) {
      row(label, frame);
      label = "";
    }
  }

  private void differences(String variable, String spec, String code, List<Change> differences) {
    if (differences.isEmpty()) {
      row(variable, "spec " + spec + "   code " + code);
    }
    int shown = Math.min(differences.size(), MOST_DIFFERENCES);
    for (Change change : differences.subList(0, shown)) {
      row(change.path(), "spec " + change.beforeText() + "   code " + change.afterText());
    }
    if (differences.size() > shown) {
      row("", "and " + (differences.size() - shown) + " more");
    }
  }

  private void schedule(Schedule schedule) {
    String label = "schedule";
    for (Schedule.Turn turn : schedule.turns()) {
      row(label, turn.toString());
      label = "";
    }
  }

  private void trace(@Nullable Path trace) {
    if (trace != null) {
      row("trace", trace.toString());
    }
  }

  private void row(String label, String text) {
    rows.add(new String[] {label, text});
  }

  private String text(String headline) {
    String label = "again";
    for (String command : again) {
      row(label, command);
      label = "";
    }
    int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    StringBuilder text = new StringBuilder(headline);
    for (String[] row : rows) {
      text.append(("\n  %-" + width + "s  %s").formatted(row[0], row[1]).stripTrailing());
    }
    return text.toString();
  }
}
