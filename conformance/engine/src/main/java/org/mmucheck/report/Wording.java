package org.mmucheck.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Tasks;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Adapter.Caption;
import org.mmucheck.subject.Adapter.Lock;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * What a trace's steps are called and who takes them: in the adapter's words, or else in the
 * trace's own, the action with its arguments, taken by the task that the manifest says, or that its
 * first argument names.
 */
final class Wording {
  /** More columns than that are no table; the arguments stand beside the action then. */
  private static final int MOST_TASKS = 5;

  /** The column of actions that name no task, where others do. */
  private static final String NOBODY = "-";

  private final @Nullable Adapter adapter;
  private final List<Caption> captions;

  private Wording(@Nullable Adapter adapter, List<Caption> captions) {
    this.adapter = adapter;
    this.captions = captions;
  }

  /**
   * @param adapter knows the names of the trace's module; null if there is none
   * @param tasks says who takes which step, where no adapter does
   */
  static Wording of(Trace trace, @Nullable Adapter adapter, Tasks tasks) {
    List<Caption> known = adapter == null ? null : adapterCaptions(trace, adapter);
    return known == null ? new Wording(null, plain(trace, tasks)) : new Wording(adapter, known);
  }

  /** Whether the words are the trace's own. */
  boolean isPlain() {
    return adapter == null;
  }

  /** One for each step, the first one's at index 0. */
  List<Caption> captions() {
    return captions;
  }

  boolean isBookkeeping(String variable) {
    return adapter != null && adapter.bookkeeping().contains(variable);
  }

  Lock lock(String task, State state) {
    return adapter == null ? Lock.NONE : adapter.lock(task, state);
  }

  /**
   * Null where a step has no name, or one that is not the adapter's, or lacks its arguments; and
   * where the states lack a variable that says who holds the lock.
   */
  private static @Nullable List<Caption> adapterCaptions(Trace trace, Adapter adapter) {
    List<Caption> captions = new ArrayList<>();
    for (Trace.Step step : steps(trace)) {
      if (step.action() == null) {
        return null;
      }
      try {
        captions.add(adapter.caption(step.action()));
        adapter.lock(captions.getLast().task(), trace.steps().getFirst().state());
      } catch (RuntimeException e) {
        return null; // an adapter may expect of an action or a state what the file does not say
      }
    }
    return captions;
  }

  private static List<Caption> plain(Trace trace, Tasks who) {
    List<String> tasks = steps(trace).stream().map(step -> task(step.action(), who)).toList();
    Set<String> different = new LinkedHashSet<>(tasks);
    different.remove(NOBODY);
    boolean hasColumns = !different.isEmpty() && different.size() <= MOST_TASKS;
    List<Caption> captions = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      ActionInstance action = steps(trace).get(i).action();
      captions.add(
          new Caption(hasColumns ? tasks.get(i) : "", "", action == null ? "" : action.toString()));
    }
    return captions;
  }

  private static String task(@Nullable ActionInstance action, Tasks tasks) {
    Value task = action == null ? null : tasks.of(action);
    return task instanceof Value.Text || task instanceof Value.Int
        ? Fit.forTerminal(task.toString())
        : NOBODY;
  }

  /** The steps without the initial state. */
  private static List<Trace.Step> steps(Trace trace) {
    return trace.steps().subList(Math.min(1, trace.steps().size()), trace.steps().size());
  }
}
