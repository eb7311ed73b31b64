package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Tasks;
import org.mmucheck.diff.Changes;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Adapter.Lock;
import org.mmucheck.trace.Trace;

/**
 * A trace as people tell it: who did what in which order, and what that changed.
 *
 * @param model the model's name; empty if the trace does not say it
 * @param property the property that it names; empty if it names none
 * @param claim whether it breaks that property
 * @param isPlain whether it is told in the spec's words, for want of an adapter's
 * @param summary what to watch for; empty if the trace does not say it
 * @param initially the initial state, a phrase for each variable; empty where the adapter's words
 *     go without
 * @param headings one for each task, in the order of their first steps: {@code vCPU v0}
 * @param rows the steps
 * @param leftOut which of them are not shown, and why that changes nothing
 * @param ending how it goes on after the last step; empty if the last state is the end of it
 */
record Story(
    String model,
    String property,
    Claim claim,
    boolean isPlain,
    String summary,
    List<String> initially,
    List<String> headings,
    List<Row> rows,
    LeftOut leftOut,
    String ending) {
  /** What a trace names in place of a property if its last state has no successor. */
  private static final String DEADLOCK = "deadlock";

  /** What a reader sees one after the other. */
  sealed interface Entry permits Row, Gap {}

  /**
   * Steps in a row that are not shown.
   *
   * @param first the first one's number
   * @param last the last one's
   */
  record Gap(int first, int last) implements Entry {
    /** As a line of its own in place of them: {@code 3-5 left out}. */
    String text() {
      return (first == last ? String.valueOf(first) : first + "-" + last) + " left out";
    }
  }

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
      List<Lock> after)
      implements Entry {
    boolean holds(int task) {
      return before.get(task) != Lock.NONE || after.get(task) != Lock.NONE;
    }
  }

  /** Of a module whose manifest does not say who takes which step. */
  static Story of(Trace trace, @Nullable Adapter adapter, Claim claim) {
    return of(trace, adapter, Tasks.FIRST, claim, LeftOut.NOTHING);
  }

  static Story of(Trace trace, @Nullable Adapter adapter, Tasks who, Claim claim, LeftOut leftOut) {
    Wording wording = Wording.of(trace, adapter, who);
    List<Adapter.Caption> captions = wording.captions();
    List<String> tasks = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    List<Trace.Step> steps = trace.steps();
    for (Adapter.Caption caption : captions) {
      if (!tasks.contains(caption.task())) {
        tasks.add(caption.task());
        headings.add(Fit.forTerminal((caption.role() + " " + caption.task()).strip()));
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
              Fit.forTerminal(caption.text()),
              changes(trace, wording, before, after),
              tasks.stream().map(task -> wording.lock(task, before)).toList(),
              tasks.stream().map(task -> wording.lock(task, after)).toList()));
    }
    Trace.Meta meta = trace.meta();
    return new Story(
        Fit.forTerminal(meta.model()),
        Fit.forTerminal(meta.property()),
        claim,
        wording.isPlain(),
        claim == Claim.KEPT
            ? ""
            : Fit.forTerminal(meta.description()), // which is about how it breaks
        wording.isPlain() ? values(steps.getFirst().state()) : List.of(),
        headings,
        rows,
        leftOut,
        ending(trace, claim));
  }

  /** The rows that are shown, and a gap in place of each run of those that are not. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Row row : rows) {
      int number = row.number();
      if (!leftOut.steps().contains(number)) {
        entries.add(row);
      } else if (!entries.isEmpty() && entries.getLast() instanceof Gap gap) {
        entries.set(entries.size() - 1, new Gap(gap.first(), number));
      } else {
        entries.add(new Gap(number, number));
      }
    }
    return entries;
  }

  /** What is below the steps: what is left out, and how it goes on. */
  List<String> notes() {
    return Stream.of(leftOut.sentence(), ending).filter(note -> !note.isEmpty()).toList();
  }

  private static List<String> values(State state) {
    return state.vars().stream()
        .map(name -> Fit.forTerminal(name + " = " + state.value(name)))
        .toList();
  }

  private static List<String> changes(Trace trace, Wording wording, State before, State after) {
    List<String> changes = new ArrayList<>();
    for (String variable : trace.vars()) {
      if (!wording.isBookkeeping(variable)) {
        Changes.between(variable, before.value(variable), after.value(variable))
            .forEach(change -> changes.add(Fit.forTerminal(change.toString())));
      }
    }
    return changes;
  }

  private static String ending(Trace trace, Claim claim) {
    if (trace.meta().property().equals(DEADLOCK) && claim == Claim.BROKEN) {
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

  /** The first line: what breaks, and when, as far as it is known. */
  String title() {
    return model.isEmpty() ? claimed() : model + ": " + claimed();
  }

  private String claimed() {
    boolean isOne = rows.size() == 1;
    String steps = isOne ? "1 step" : rows.size() + " steps";
    if (property.isEmpty()) {
      return steps;
    }
    return switch (claim) {
      case BROKEN -> broken(steps);
      case KEPT ->
          property.equals(DEADLOCK)
              ? steps + " to a state that is no deadlock"
              : steps + (isOne ? " that does not break " : " that do not break ") + property;
      case SAID ->
          property.equals(DEADLOCK)
              ? steps + ", said to end in a deadlock"
              : steps + ", said to break " + property;
    };
  }

  private String broken(String steps) {
    if (property.equals(DEADLOCK)) {
      return DEADLOCK + " after " + steps;
    }
    if (!ending.isEmpty()) {
      return steps + " that break " + property;
    }
    return rows.isEmpty()
        ? "the initial state breaks " + property
        : property + " is broken after " + steps;
  }

  /** The last line: what the property says; empty if the trace names none. */
  String moral(String sentence) {
    return property + (sentence.isEmpty() ? "" : ": " + sentence);
  }
}
