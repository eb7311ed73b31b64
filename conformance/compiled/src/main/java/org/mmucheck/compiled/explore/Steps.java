package org.mmucheck.compiled.explore;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.code.Machine;
import org.mmucheck.compiled.code.MachineFactory;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.value.ContentHash;

/** The states of a compiled model and its steps, one at a time. For one thread. */
public final class Steps {
  private final Machine machine;
  private final int actions;
  private List<Step> found = new ArrayList<>();
  private int action;

  /**
   * A step to a state, or an initial state.
   *
   * @param action by index; -1 for an initial state
   * @param hash {@link org.mmucheck.spec.State#contentHash} of the state
   */
  public record Step(int action, Val[] to, long hash) {}

  /** Those of a program. */
  public Steps(Program program, MachineFactory factory) {
    machine = factory.create();
    machine.tell(this::found);
    actions = program.actions().size();
  }

  private void found() {
    long hash = 0;
    for (int i = 0; i < machine.next.length; i++) {
      hash += ContentHash.variable(i, machine.next[i].hash);
    }
    found.add(new Step(action, machine.next.clone(), hash));
  }

  /**
   * The initial states; some may be there twice.
   *
   * @throws org.mmucheck.compiled.value.EvaluationException if one cannot be computed
   */
  public List<Step> initial() {
    action = -1;
    machine.initial();
    return taken();
  }

  /**
   * The steps from a state; some may be there twice.
   *
   * @throws org.mmucheck.compiled.value.EvaluationException if one cannot be computed
   */
  public List<Step> from(Val[] state) {
    machine.state = state;
    for (action = 0; action < actions; action++) {
      machine.act(action);
    }
    return taken();
  }

  private List<Step> taken() {
    List<Step> all = found;
    found = new ArrayList<>();
    return all;
  }
}
