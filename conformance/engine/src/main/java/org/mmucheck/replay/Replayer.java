package org.mmucheck.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.diff.Change;
import org.mmucheck.diff.Changes;
import org.mmucheck.input.InputException;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.sched.StuckActorException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.FaultException;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.subject.Subject;
import org.mmucheck.trace.Trace;
import org.mmucheck.trace.TraceVariables;

/**
 * One replay of one trace: the code must start in the trace's first state, take every step, and be
 * in exactly the trace's state after it.
 *
 * <p>A lasso's last state must be equal to the state before the loop state, so that the loop
 * state's action closes the cycle; a loop from the last state to itself without such a state is
 * stuttering. The cycle is replayed a second time, since a hidden difference may show only then.
 */
public final class Replayer {
  private final String file;
  private final Trace trace;
  private final Target target;
  private final List<ActionInstance> taken = new ArrayList<>();
  private List<LeftThread> left = List.of();

  private Replayer(String file, Trace trace, Target target) {
    this.file = file;
    this.trace = trace;
    this.target = target;
  }

  /**
   * Replays a trace.
   *
   * @param file where the trace comes from, as the user named it; for messages
   * @param target the code; not necessarily set up as the model that the trace comes from
   * @param stopAfter the last step to take, at least 0
   * @throws InputException if the trace is not one of the target's module
   */
  public static ReplayReport replay(String file, Trace trace, Target target, int stopAfter) {
    Replayer read = new Replayer(file, trace, target);
    read.requireTraceOfModule();
    Replayer replayer = new Replayer(file, read.withKnownActions(), target);
    Divergence divergence = replayer.guarded(stopAfter);
    return new ReplayReport(replayer.taken.size(), divergence, List.of(), replayer.left);
  }

  private void requireTraceOfModule() {
    if (trace.steps().isEmpty()) {
      throw new InputException(file, "states", "no state; a trace has at least its initial state");
    }
    requireVariables("vars", trace.vars());
    if (trace.steps().getFirst().action() != null) {
      throw new InputException(
          file, "states[0].#meta.action", "the initial state is not the outcome of an action");
    }
    Set<ActionInstance> known = target.actions();
    for (int i = 0; i < trace.steps().size(); i++) {
      Trace.Step step = trace.steps().get(i);
      requireVariables("states[" + i + "]", step.state().vars());
      ActionInstance action = step.action();
      String position = "states[" + i + "].#meta.action";
      if (i > 0 && action == null) {
        throw new InputException(file, position, "missing; it must name the action of this step");
      }
      if (action != null && !known.contains(action)) {
        throw new InputException(file, position, unknown(action));
      }
    }
    if (trace.loop().isPresent() && trace.loop().getAsInt() >= trace.steps().size()) {
      throw new InputException(
          file, "loop", "no state " + trace.loop().getAsInt() + " to go back to");
    }
  }

  /** The first argument names the task, and a file may have the arguments in any order. */
  private Trace withKnownActions() {
    Map<ActionInstance, ActionInstance> known = new HashMap<>();
    target.actions().forEach(action -> known.put(action, action));
    List<Trace.Step> steps =
        trace.steps().stream()
            .map(
                step ->
                    step.action() == null
                        ? step
                        : new Trace.Step(known.get(step.action()), step.state()))
            .toList();
    return new Trace(trace.meta(), trace.vars(), steps, trace.loop());
  }

  private void requireVariables(String position, List<String> vars) {
    if (vars.equals(target.vars())) {
      return;
    }
    TraceVariables.problem(vars, target.vars(), "module " + module())
        .ifPresent(
            problem -> {
              throw new InputException(file, position, problem);
            });
  }

  private String unknown(ActionInstance action) {
    boolean named =
        target.actions().stream().anyMatch(known -> known.action().equals(action.action()));
    return named
        ? "the model has no action instance " + action + "; its arguments are " + action.args()
        : "module " + module() + " has no action '" + action.action() + "'";
  }

  private String module() {
    return target.adapter().module();
  }

  private @Nullable Divergence guarded(int stopAfter) {
    try {
      GuardedBinding binding = Scheduler.run(target::bind);
      return lead(binding, stopAfter);
    } catch (StuckActorException stuck) {
      return fails(null, GuardedBinding.fault(target.adapter(), stuck));
    } catch (FaultException failed) {
      return fails(last(), failed.fault());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a replay", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Divergence lead(GuardedBinding binding, int stopAfter) throws Exception {
    try {
      return Scheduler.run(() -> run(binding, stopAfter));
    } catch (StuckActorException stuck) {
      return fails(last(), binding.fault(stuck));
    } finally {
      left = binding.left();
    }
  }

  private @Nullable ActionInstance last() {
    return taken.isEmpty() ? null : taken.getLast();
  }

  private @Nullable Divergence run(GuardedBinding binding, int stopAfter) {
    try (Subject subject = binding.start()) {
      Divergence initial = compare(subject, null, trace.steps().getFirst().state());
      if (initial != null) {
        return initial;
      }
      int last = trace.steps().size() - 1;
      Divergence divergence = run(subject, 1, Math.min(last, stopAfter));
      if (divergence != null || stopAfter <= last || !hasCycle()) {
        return divergence;
      }
      int loop = trace.loop().getAsInt();
      int left = stopAfter - last;
      return run(subject, loop, left > last - loop ? last : loop + left - 1);
    }
  }

  /** Takes the trace's steps {@code from} to {@code to}. */
  private @Nullable Divergence run(Subject subject, int from, int to) {
    for (int i = from; i <= to; i++) {
      Trace.Step step = trace.steps().get(i);
      Divergence divergence = take(subject, step);
      if (divergence != null) {
        return divergence;
      }
    }
    return null;
  }

  private @Nullable Divergence take(Subject subject, Trace.Step step) {
    ActionInstance action = Objects.requireNonNull(step.action());
    taken.add(action);
    try {
      if (!subject.tryStep(action)) {
        return diverges(
            Divergence.Kind.REFUSED, action, "enabled", "TRUE", "FALSE", List.of(), null);
      }
    } catch (FaultException failed) {
      return fails(action, failed.fault());
    }
    return compare(subject, action, step.state());
  }

  private @Nullable Divergence compare(
      Subject subject, @Nullable ActionInstance action, State spec) {
    State code;
    try {
      code = subject.state();
    } catch (FaultException failed) {
      return fails(action, failed.fault());
    }
    if (code.equals(spec)) {
      return null;
    }
    List<Change> differences = new ArrayList<>();
    String first = null;
    for (String variable : target.vars()) {
      List<Change> found = Changes.between(variable, spec.value(variable), code.value(variable));
      if (first == null && !found.isEmpty()) {
        first = variable;
      }
      differences.addAll(found);
    }
    if (first == null) {
      return null; // equal but for the order of the variables
    }
    Change whole = new Change(first, spec.value(first), code.value(first));
    return diverges(
        Divergence.Kind.STATE,
        action,
        first,
        whole.beforeText(),
        whole.afterText(),
        differences,
        null);
  }

  private Divergence fails(@Nullable ActionInstance action, Fault fault) {
    return diverges(
        Divergence.Kind.FAILED, action, "failure", "none", fault.what(), List.of(), fault);
  }

  private Divergence diverges(
      Divergence.Kind kind,
      @Nullable ActionInstance action,
      String variable,
      String spec,
      String code,
      List<Change> differences,
      @Nullable Fault fault) {
    return new Divergence(
        kind,
        taken.size(),
        total(),
        action,
        variable,
        spec,
        code,
        differences,
        fault,
        Schedule.of(target.adapter(), taken));
  }

  /** The number of the last step: to the last state, and round the cycle again. */
  private int total() {
    int last = trace.steps().size() - 1;
    return trace.loop().isPresent() && isClosed(trace.loop().getAsInt())
        ? last + last - trace.loop().getAsInt() + 1
        : last;
  }

  private boolean hasCycle() {
    if (trace.loop().isEmpty()) {
      return false;
    }
    int loop = trace.loop().getAsInt();
    if (isClosed(loop)) {
      return true;
    }
    if (loop == trace.steps().size() - 1) {
      return false; // stuttering: nothing happens any more
    }
    throw new InputException(
        file,
        "loop",
        loop == 0
            ? "a cycle cannot begin at the initial state, which no action leads to"
            : "the last state must repeat state %d, from which state %d follows"
                .formatted(loop - 1, loop));
  }

  private boolean isClosed(int loop) {
    return loop > 0 && trace.steps().get(loop - 1).state().equals(trace.steps().getLast().state());
  }
}
