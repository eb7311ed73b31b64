package org.mmucheck.linux.subject;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ActionIndex;
import org.mmucheck.value.Value;

/** One run of a machine whose state is read from its kernel after each step. */
abstract class KernelSubject implements MachineSubject {
  static final Value NONE = Scene.NONE;

  private final List<String> vars;
  private @Nullable State state;

  /**
   * @param vars the spec's variables
   */
  KernelSubject(List<String> vars) {
    this.vars = vars;
  }

  /** Whether the machine's tasks stand where the action can be asked for. */
  abstract boolean isOffered(ActionInstance action);

  /** A variable's value as the machine has it now. */
  abstract Value variable(String name);

  /** Reads the state: once the scene is set, and after each step. */
  final void look() {
    Value[] values = new Value[vars.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = variable(vars.get(i));
    }
    state = new State(vars, values);
  }

  @Override
  public final State state() {
    return Objects.requireNonNull(state);
  }

  @Override
  public final int possible(ActionIndex index, int[] numbers) {
    int count = 0;
    for (int number = 0; number < numbers.length; number++) {
      if (isOffered(index.get(number))) {
        numbers[count++] = number;
      }
    }
    return count;
  }

  static Value argument(ActionInstance action, int index) {
    return List.copyOf(action.args().values()).get(index);
  }

  static String text(ActionInstance action, int index) {
    return Parts.text(argument(action, index));
  }

  static int number(ActionInstance action, int index) {
    return Parts.number(argument(action, index));
  }

  @Override
  public void close() {
    // the machine is put back when the next run begins
  }
}
