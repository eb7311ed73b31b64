package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ActionIndex;
import org.mmucheck.subject.SubjectException;

/**
 * A machine as a subject, which may break down in a step: its kernel panics, its emulator ends, or
 * a task comes nowhere. Then another machine takes the same steps. What happens there again is an
 * outcome of the step.
 */
final class GuardedSubject implements MachineSubject {
  /** Emulators break down for reasons of their own, but not at one place so often. */
  static final int MOST_MACHINES = 3;

  /**
   * A subject on a machine.
   *
   * @param lastWords what the machine's kernel has said last
   */
  record Life(MachineSubject subject, Supplier<String> lastWords) {}

  private final Supplier<Life> another;
  private final List<ActionInstance> taken = new ArrayList<>();

  /** The state, for the check for hidden state: the same object, whichever machine is in it. */
  private final AtomicLong seen = new AtomicLong();

  private Life life;
  private boolean isBroken;

  /**
   * @param another begins anew, on another machine if this one is broken
   */
  GuardedSubject(Life first, Supplier<Life> another) {
    this.life = first;
    this.another = another;
    look();
  }

  boolean isBroken() {
    return isBroken;
  }

  @Override
  public boolean tryStep(ActionInstance action) {
    for (int machines = 1; ; machines++) {
      try {
        if (isBroken) {
          life = another.get();
          isBroken = false;
          taken.forEach(life.subject::tryStep);
        }
        boolean isTaken = life.subject.tryStep(action);
        if (isTaken) {
          taken.add(action);
        }
        look();
        return isTaken;
      } catch (RemoteException e) {
        isBroken = true;
        if (machines == MOST_MACHINES) {
          throw new SubjectException(
              "%s; the kernel's last words: %s".formatted(e.getMessage(), life.lastWords.get()));
        }
      }
    }
  }

  private void look() {
    seen.set(state().contentHash());
  }

  @Override
  public State state() {
    return life.subject.state();
  }

  @Override
  public ActionIndex index(List<ActionInstance> actions) {
    return life.subject.index(actions);
  }

  @Override
  public int possible(ActionIndex index, int[] numbers) {
    return life.subject.possible(index, numbers);
  }

  @Override
  public List<Object> implementation() {
    return List.of(seen);
  }

  @Override
  public Optional<Boolean> holds(String property) {
    return life.subject.holds(property);
  }

  @Override
  public int mergedSteps() {
    return life.subject.mergedSteps();
  }

  @Override
  public void close() {
    life.subject.close();
  }
}
