package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mmucheck.diff.Changes;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Adapter.Lock;
import org.mmucheck.trace.Trace;

/**
 * A trace as people tell it: who did what in which order, and what that changed.
 *
 * @param model the model's name
 * @param property the property that it breaks
 * @param summary what to watch for; empty if the trace does not say it
 * @param headings one for each task, in the order of their first steps: {@code vCPU v0}
 * @param rows the steps
 * @param ending how it goes on after the last step; empty if the last state is the end of it
 */
record Story(
    String model,
    String property,
    String summary,
    List<String> headings,
    List<Row> rows,
    String ending) {
  /** What a trace names in place of a property if its last state has no successor. */
  private static final String DEADLOCK = "deadlock";

  /**
   * One step.
   *
   * @param number from 1
   * @param column the task that takes it
   * @param text what it does
   * @param changes what that changes, one phrase for each element
   * @param before how each task holds the lock before the step
   * @param after how each task holds the lock after it
   */
  record Row(
      int number,
      int column,
      String text,
      List<String> changes,
      List<Lock> before,
      List<Lock> after) {
    boolean holds(int task) {
      return before.get(task) != Lock.NONE || after.get(task) != Lock.NONE;
    }
  }

  static Story of(Trace trace, Adapter adapter) {
    List<Adapter.Caption> captions = new ArrayList<>();
    List<String> tasks = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    List<Trace.Step> steps = trace.steps();
    for (Trace.Step step : steps.subList(Math.min(1, steps.size()), steps.size())) {
      Adapter.Caption caption = adapter.caption(action(step));
      captions.add(caption);
      if (!tasks.contains(caption.task())) {
        tasks.add(caption.task());
        headings.add((caption.role() + " " + caption.task()).strip());
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      State before = steps.get(i - 1).state();
      State after = steps.get(i).state();
      Adapter.Caption caption = captions.get(i - 1);
      rows.add(
          new Row(
              i,
              tasks.indexOf(caption.task()),
              caption.text(),
              changes(trace, adapter, before, after),
              tasks.stream().map(task -> adapter.lock(task, before)).toList(),
              tasks.stream().map(task -> adapter.lock(task, after)).toList()));
    }
    Trace.Meta meta = trace.meta();
    return new Story(
        meta.model(), meta.property(), meta.description(), headings, rows, ending(trace));
  }

  private static ActionInstance action(Trace.Step step) {
    return Objects.requireNonNull(step.action(), "a step without action");
  }

  private static List<String> changes(Trace trace, Adapter adapter, State before, State after) {
    List<String> changes = new ArrayList<>();
    for (String variable : trace.vars()) {
      if (!adapter.bookkeeping().contains(variable)) {
        Changes.between(variable, before.value(variable), after.value(variable))
            .forEach(change -> changes.add(change.toString()));
      }
    }
    return changes;
  }

  private static String ending(Trace trace) {
    if (trace.meta().property().equals(DEADLOCK)) {
      return "After that no task can go on.";
    }
    if (trace.loop().isEmpty()) {
      return "";
    }
    int loop = trace.loop().getAsInt();
    int last = trace.steps().size() - 1;
    boolean closed =
        loop > 0 && trace.steps().get(loop - 1).state().equals(trace.steps().get(last).state());
    if (!closed) {
      return "After that nothing happens any more.";
    }
    return loop == last
        ? "Step " + last + " repeats for ever."
        : "Steps " + loop + " to " + last + " repeat for ever.";
  }

  /** The first line: what breaks, and when. */
  String title() {
    String steps = rows.size() == 1 ? "1 step" : rows.size() + " steps";
    if (property.equals(DEADLOCK)) {
      return model + ": " + DEADLOCK + " after " + steps;
    }
    if (!ending.isEmpty()) {
      return model + ": " + steps + " that break " + property;
    }
    return rows.isEmpty()
        ? model + ": the initial state breaks " + property
        : model + ": " + property + " is broken after " + steps;
  }
}
