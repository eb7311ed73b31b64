package org.mmucheck.linux.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.value.Value;

/** Collects the steps of a run as they are understood, and puts them in order. */
final class Steps {
  private final List<RecordedStep> steps = new ArrayList<>();
  private final Map<String, long[]> last = new HashMap<>(); // by task: begin and end

  /** One step between two events, both of which the log has. */
  Step step(KernelEvent from, KernelEvent to, String task, String action) {
    return new Step(from, to, task, action);
  }

  /** Sorted as a recording wants them. */
  List<RecordedStep> sorted() {
    List<RecordedStep> sorted = new ArrayList<>(steps);
    sorted.sort(Comparator.comparingLong(RecordedStep::begin));
    return sorted;
  }

  /** A step that is being described. */
  final class Step {
    private final KernelEvent from;
    private final KernelEvent to;
    private final String task;
    private final String action;
    private final Map<String, Value> args = new LinkedHashMap<>();
    private final List<RecordedStep.Written> after = new ArrayList<>();

    private Step(KernelEvent from, KernelEvent to, String task, String action) {
      this.from = from;
      this.to = to;
      this.task = task;
      this.action = action;
    }

    Step arg(String name, Value value) {
      args.put(name, value);
      return this;
    }

    Step leaves(Value is, String variable, Value... at) {
      after.add(new RecordedStep.Written(variable, List.of(at), is));
      return this;
    }

    /** The tracer's order is the order of one task's steps, so marks never run backwards. */
    void add() {
      long[] before = last.getOrDefault(task, new long[] {Long.MIN_VALUE, Long.MIN_VALUE});
      long begin = Math.max(from.n(), before[0]);
      long end = Math.max(to.n(), before[1]);
      last.put(task, new long[] {begin, end});
      steps.add(new RecordedStep(to.line(), task, List.of(action), args, begin, end, after));
    }
  }
}
