package org.mmucheck.model.gmem;

import java.util.concurrent.ThreadLocalRandom;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.Srcu;

/**
 * Memslots that guest_memfd backs: {@code kvm_set_memory_region()} with {@code
 * kvm_gmem_prepare_memory_region()}, {@code kvm_gmem_commit_memory_region()} and {@code
 * kvm_gmem_unbind()}.
 *
 * <p>Concurrency: {@code slotsLock} serialises updates, and keeps a file that is being released
 * from going while a memslot may still point to it. Bindings change under the invalidate lock only.
 * A new memslot is bound once nothing else can fail, so that no invalidation meets half of one; a
 * deleted one is unbound once every fault that found it has ended.
 */
public final class GmemMemslots {
  private final GmemVm vm;
  private final GmemWalk walk;

  public GmemMemslots(GmemVm vm) {
    this.vm = vm;
    this.walk = new GmemWalk(vm);
  }

  /** {@code KVM_MR_CREATE} of the operation's memslot, with the operation's file. */
  public void create(Task task, GmemOp op) {
    vm.slotsLock.lock(task);
    vm.touch();
    if (prepareFile(task, op)) {
      boolean made = bindsLast() ? makeThenBind(task, op) : bindThenMake(task, op);
      if (!made) {
        free(task, op);
      }
    }
    vm.slotsLock.unlock(task);
    vm.touch();
  }

  private boolean bindsLast() {
    return vm.design.has(Rule.BIND_WHEN_READY);
  }

  /** {@code kvm_gmem_prepare_memory_region()}, in front of it the look at who has the frame. */
  private boolean prepareFile(Task task, GmemOp op) {
    task.probe().before(Step.PREPARE_GMEM);
    GmemFile file = op.ownFile();
    if (vm.memslot(file.frame()) != null || !file.open()) {
      return false;
    }
    op.ownSlot().setFile(file);
    op.ownSlot().setLife(GmemSlot.Life.MADE);
    return true;
  }

  /** The order of v7.3. */
  private boolean makeThenBind(Task task, GmemOp op) {
    boolean holds = vm.design.has(Rule.HOLD_FILE_IN_CREATE);
    if (!holds) {
      putFile(task, op);
    }
    boolean made = prepareMemslot(task, op) && bind(task, op);
    if (made) {
      install(task, op);
    }
    if (holds) {
      putFile(task, op);
    }
    return made;
  }

  /** The order up to v7.2. */
  private boolean bindThenMake(Task task, GmemOp op) {
    boolean bound = bind(task, op);
    putFile(task, op);
    if (!bound) {
      return false;
    }
    if (!prepareMemslot(task, op)) {
      unbind(task, op);
      return false;
    }
    install(task, op);
    return true;
  }

  /** {@code kvm_prepare_memory_region()}, which may lack memory. */
  private boolean prepareMemslot(Task task, GmemOp op) {
    if (task.probe().elects(Step.PREPARE_FAILS, Step.PREPARE_MEMSLOT, GmemMemslots::lacksMemory)) {
      op.fail();
      return false;
    }
    op.ownSlot().setLife(GmemSlot.Life.READY);
    return true;
  }

  /** {@code kvm_gmem_commit_memory_region()}. */
  private boolean bind(Task task, GmemOp op) {
    vm.inode.invalidateLock().lock(task);
    boolean lacksMemory =
        task.probe().elects(Step.STORE_FAILS, Step.BIND_SLOT, GmemMemslots::lacksMemory);
    GmemFile file = op.ownFile();
    vm.touch(file);
    if (lacksMemory) {
      if (vm.design.has(Rule.CHECK_STORE)) {
        op.fail();
      }
    } else if (file.binding() != null) {
      op.fail();
    } else {
      file.setBinding(op.ownSlot());
    }
    vm.inode.invalidateLock().unlock(task);
    return !op.hasFailed();
  }

  private static boolean lacksMemory() {
    return ThreadLocalRandom.current().nextInt(8) == 0;
  }

  private void install(Task task, GmemOp op) {
    task.probe().before(Step.INSTALL_SLOT);
    op.ownSlot().setLife(GmemSlot.Life.VALID);
    vm.swapMemslot(op.ownFile().frame(), op.ownSlot());
  }

  private static void putFile(Task task, GmemOp op) {
    task.probe().before(Step.PUT_GMEM_FILE);
    op.ownFile().put();
  }

  private static void free(Task task, GmemOp op) {
    task.probe().before(Step.FREE_SLOT);
    op.ownSlot().setLife(GmemSlot.Life.FREED);
  }

  /** {@code KVM_MR_DELETE} of the memslot at the frame of the operation's file, if there is one. */
  public void delete(Task task, GmemOp op) {
    vm.slotsLock.lock(task);
    vm.touch();
    if (invalidate(task, op)) {
      synchronize(task, op);
      walk.flush(task, op);
      remove(task, op);
      synchronize(task, op);
      unbind(task, op);
      free(task, op);
    }
    vm.slotsLock.unlock(task);
    vm.touch();
  }

  /** {@code kvm_invalidate_memslot()}. */
  private boolean invalidate(Task task, GmemOp op) {
    task.probe().before(Step.INVALIDATE_SLOT);
    GmemSlot slot = vm.memslot(op.ownFile().frame());
    if (slot == null) {
      return false;
    }
    slot.setLife(GmemSlot.Life.INVALID);
    op.setSlot(slot);
    beginGrace(op);
    return true;
  }

  private void remove(Task task, GmemOp op) {
    task.probe().before(Step.REMOVE_SLOT);
    vm.swapMemslot(op.ownFile().frame(), null);
    op.ownSlot().setLife(GmemSlot.Life.GONE);
    beginGrace(op);
  }

  private void beginGrace(GmemOp op) {
    op.setGrace(vm.design.has(Rule.SYNC_SRCU) ? vm.srcu.begin() : null);
  }

  private static void synchronize(Task task, GmemOp op) {
    Srcu.GracePeriod grace = op.grace();
    if (grace == null) {
      task.probe().before(Step.SYNCHRONIZE_GMEM);
      return;
    }
    task.probe().before(Step.SYNCHRONIZE_GMEM, grace::isOver);
    grace.await();
    op.setGrace(null);
  }

  /** {@code kvm_gmem_unbind()}. */
  private void unbind(Task task, GmemOp op) {
    Probe probe = task.probe();
    probe.before(Step.READ_GMEM_FILE);
    GmemFile file = op.ownSlot().file();
    if (file == null) {
      return; // released: it has forgotten the binding
    }
    vm.touch(file);
    boolean locks = vm.design.has(Rule.UNBIND_LOCKED) || file.refs() > 0;
    if (locks) {
      vm.inode.invalidateLock().lock(task);
    }
    probe.before(Step.ERASE_BINDING);
    vm.touch(file);
    if (vm.design.has(Rule.ERASE_AT_UNBIND)) {
      file.setBinding(null);
    }
    op.ownSlot().setFile(null);
    if (locks) {
      vm.inode.invalidateLock().unlock(task);
    }
  }
}
