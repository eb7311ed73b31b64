package org.mmucheck.linux.subject;

import java.util.List;
import java.util.Optional;
import org.mmucheck.linux.lab.Running;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ActionIndex;
import org.mmucheck.subject.SubjectException;

/**
 * A machine as a subject, which may break down in a step: its kernel panics, its emulator ends, or
 * a task comes nowhere. That is an outcome of the step; the machine is not used again.
 */
final class GuardedSubject implements MachineSubject {
  private final MachineSubject subject;
  private final Running machine;
  private boolean isBroken;

  GuardedSubject(MachineSubject subject, Running machine) {
    this.subject = subject;
    this.machine = machine;
  }

  boolean isBroken() {
    return isBroken;
  }

  @Override
  public boolean tryStep(ActionInstance action) {
    try {
      return subject.tryStep(action);
    } catch (RemoteException e) {
      isBroken = true;
      throw new SubjectException(
          "%s; the kernel's last words: %s".formatted(e.getMessage(), machine.lastWords()));
    }
  }

  @Override
  public State state() {
    return subject.state();
  }

  @Override
  public ActionIndex index(List<ActionInstance> actions) {
    return subject.index(actions);
  }

  @Override
  public int possible(ActionIndex index, int[] numbers) {
    return subject.possible(index, numbers);
  }

  @Override
  public List<Object> implementation() {
    return subject.implementation();
  }

  @Override
  public Optional<Boolean> holds(String property) {
    return subject.holds(property);
  }

  @Override
  public int mergedSteps() {
    return subject.mergedSteps();
  }

  @Override
  public void close() {
    subject.close();
  }
}
