package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.SubjectException;
import org.mmucheck.value.Value;

class GuardedSubjectTest {
  private static final ActionInstance FIRST = new ActionInstance("First", Map.of());
  private static final ActionInstance SECOND = new ActionInstance("Second", Map.of());

  private final List<String> steps = new ArrayList<>(); // of all machines
  private int machines;

  /** A machine that breaks down at {@code Second} unless it is the one of that number. */
  private GuardedSubject.Life machine(int good) {
    int number = ++machines;
    MachineSubject subject =
        new MachineSubject() {
          @Override
          public int mergedSteps() {
            return 0;
          }

          private int taken;

          @Override
          public State state() {
            return new State(List.of("taken"), Value.of(taken));
          }

          @Override
          public boolean tryStep(ActionInstance action) {
            steps.add(number + " " + action.action());
            if (action.equals(SECOND) && number != good) {
              throw new RemoteException("the machine is gone");
            }
            taken++;
            return true;
          }

          @Override
          public void close() {}
        };
    return new GuardedSubject.Life(subject, () -> "Kernel panic");
  }

  @Test
  void shouldTakeTheSameStepsOnAnotherMachine() {
    GuardedSubject guarded = new GuardedSubject(machine(2), () -> machine(2));
    assertThat(guarded.tryStep(FIRST)).isTrue();
    assertThat(guarded.tryStep(SECOND)).isTrue();
    assertThat(steps).containsExactly("1 First", "1 Second", "2 First", "2 Second");
    assertThat(guarded.isBroken()).isFalse();
  }

  /** What looks for hidden state asks once in a run for the objects that hold the state. */
  @Test
  void shouldHoldTheStateInOneObjectWhicheverMachineIsInIt() {
    GuardedSubject whole = new GuardedSubject(machine(1), () -> machine(0));
    GuardedSubject broken = new GuardedSubject(machine(0), () -> machine(3));
    List<Object> held = broken.implementation();
    assertThat(held).hasToString(whole.implementation().toString());
    for (ActionInstance action : List.of(FIRST, SECOND, FIRST)) {
      assertThat(whole.tryStep(action)).isTrue();
      assertThat(broken.tryStep(action)).isTrue();
      assertThat(held).hasToString(whole.implementation().toString());
    }
    assertThat(machines).isEqualTo(3);
  }

  @Test
  void shouldTakeWhatHappensAgainForTheStepsOutcome() {
    GuardedSubject guarded = new GuardedSubject(machine(0), () -> machine(0));
    assertThat(guarded.tryStep(FIRST)).isTrue();
    assertThatThrownBy(() -> guarded.tryStep(SECOND))
        .isInstanceOf(SubjectException.class)
        .hasMessage("the machine is gone; the kernel's last words: Kernel panic");
    assertThat(machines).isEqualTo(3);
    assertThat(guarded.isBroken()).isTrue();
  }
}
