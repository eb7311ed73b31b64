package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mmucheck.replay.Target;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.Subject;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * What the code did on one schedule, to be replayed thousands of times: its states after each step,
 * without its threads.
 */
final class RecordedAdapter implements Adapter {
  private final Adapter adapter;
  private final List<ActionInstance> actions = new ArrayList<>();
  private final List<State> states = new ArrayList<>();

  private RecordedAdapter(Adapter adapter) {
    this.adapter = adapter;
  }

  /** {@code target} with what its code does when it takes the trace's steps. */
  static Target of(Target target, Trace trace) {
    RecordedAdapter recorded = new RecordedAdapter(target.adapter());
    try (Subject subject = target.bind().start()) {
      recorded.keep(subject.state(), trace.steps().getFirst().state());
      for (Trace.Step step : trace.steps().subList(1, trace.steps().size())) {
        ActionInstance action = Objects.requireNonNull(step.action());
        if (!subject.tryStep(action)) {
          throw new AssertionError(trace.meta().model() + ": the code refuses " + action);
        }
        recorded.actions.add(action);
        recorded.keep(subject.state(), step.state());
      }
    }
    return new Target(recorded, target.vars(), target.constants(), target.actions());
  }

  /** Equal states are kept once: what is the same object is compared at once. */
  private void keep(State code, State spec) {
    states.add(code.equals(spec) ? spec : code);
  }

  @Override
  public String module() {
    return adapter.module();
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    return Playback::new;
  }

  @Override
  public List<String> actions() {
    return adapter.actions();
  }

  @Override
  public Caption caption(ActionInstance action) {
    return adapter.caption(action);
  }

  private final class Playback implements Subject {
    private int taken;

    @Override
    public boolean tryStep(ActionInstance action) {
      if (taken == actions.size() || !actions.get(taken).equals(action)) {
        return false;
      }
      taken++;
      return true;
    }

    @Override
    public State state() {
      return states.get(taken);
    }

    @Override
    public void close() {}
  }
}
