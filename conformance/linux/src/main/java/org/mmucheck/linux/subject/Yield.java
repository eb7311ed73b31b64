package org.mmucheck.linux.subject;

import java.util.Set;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.VirtualMachine;

/** How tasks give mmu_lock up in the middle of their work: because the scheduler wants the CPU. */
final class Yield {
  /** Steps that only a task takes that has been asked to yield. */
  static final Set<String> STEPS = Set.of("FlushForYield", "CondResched", "RetakeMmuLock");

  private static final int LOCK_BYTES = 4;
  private static final MachineTask MAIN = new MachineTask("main", "", 0);

  private final Guest machine;
  private final Stepper stepper;
  private final VirtualMachine vm;

  Yield(Guest machine, Stepper stepper, VirtualMachine vm) {
    this.machine = machine;
    this.stepper = stepper;
    this.vm = vm;
  }

  /** Has the scheduler want a task's CPU; when the task goes on, it is told by an interrupt. */
  void ask(MachineTask task) {
    machine
        .mailbox(MAIN.cpu())
        .tell(machine.stub(), MAIN.cpu(), Mailbox.Operation.PREEMPT, task.cpu() - 1, 0);
    stepper.next(MAIN, Set.of());
  }

  /** Lets a task that has given mmu_lock up take it again, and not an instruction more. */
  void retake(MachineTask task) {
    long lock = vm.mmuLockAddress();
    stepper.watch(lock, LOCK_BYTES);
    stepper.untilWritten(task, lock);
    stepper.unwatch(lock);
  }
}
