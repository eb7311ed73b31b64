package org.mmucheck.linux.subject;

import java.util.Set;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.VirtualMachine;

/**
 * What the machine's main thread, on CPU 0, does to a task in the middle of its work: has it give
 * mmu_lock up, because the scheduler wants the CPU, or give its work up.
 */
final class Interruptions {
  /** Steps that only a task takes that has been asked to yield. */
  static final Set<String> YIELD = Set.of("FlushForYield", "CondResched", "RetakeMmuLock");

  private static final int LOCK_BYTES = 4;
  private static final MachineTask MAIN = new MachineTask("main", "", 0);

  private final Guest machine;
  private final Stepper stepper;
  private final VirtualMachine vm;

  Interruptions(Guest machine, Stepper stepper, VirtualMachine vm) {
    this.machine = machine;
    this.stepper = stepper;
    this.vm = vm;
  }

  /** Has the scheduler want a task's CPU; when the task goes on, it is told by an interrupt. */
  void ask(MachineTask task) {
    command(Mailbox.Operation.PREEMPT, task);
  }

  /** Sends a task a signal, so that it leaves the kernel where it looks for one. */
  void kick(MachineTask task) {
    command(Mailbox.Operation.KICK, task);
  }

  private void command(Mailbox.Operation operation, MachineTask of) {
    machine.mailbox(MAIN.cpu()).tell(machine.stub(), MAIN.cpu(), operation, of.cpu() - 1, 0);
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
