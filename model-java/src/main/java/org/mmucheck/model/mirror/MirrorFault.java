package org.mmucheck.model.mirror;

import static org.mmucheck.model.Rule.CHECK_RESULT;
import static org.mmucheck.model.Rule.FREEZE_BEFORE_CALL;
import static org.mmucheck.model.Rule.FREEZE_FOR_UPDATE;
import static org.mmucheck.model.Rule.FROZEN_IS_ABSENT;
import static org.mmucheck.model.Rule.RESTORE_ON_FAILURE;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_tdp_mmu_map()} of one vCPU: maps shared memory in the direct root, private memory in
 * the mirror and, by calls of the module, in its tables.
 *
 * <p>Concurrency: mmu_lock held for read, beside other faults, and vCPUs that may be inside the
 * module. A mirror SPTE is frozen by a compare-and-set and then this task's alone, until it writes
 * what came of the call: the new SPTE, or the old one if the module was busy.
 */
public final class MirrorFault {
  private final MirrorRoots td;
  private final MirrorWalk walk;
  private volatile boolean obsolete; // the direct root that the vCPU has is invalid

  MirrorFault(MirrorRoots td, Task task) {
    this.td = td;
    this.walk = new MirrorWalk(task);
  }

  void setObsolete() {
    obsolete = true;
  }

  /** Handles a fault once. Models {@code HandleFault}. */
  public void handle(int gfn) {
    walk.begin(MirrorWalk.Op.FAULT, gfn);
    obsolete = false; // kvm_mmu_reload()
    td.mmuLock.readLock(walk.task);
    walk.task.probe().before(Step.IS_PAGE_FAULT_STALE);
    if (!td.isInvalidated() && !obsolete) {
      if (td.isShared(gfn)) {
        walk.task.probe().before(Step.MAP_PAGE);
        td.direct.compareAndSet(gfn, SpteTable.NONE, SpteTable.leaf(gfn));
      } else {
        mapPrivate(gfn);
      }
    }
    td.finish(walk);
  }

  private void mapPrivate(int gfn) {
    walk.task.probe().before(Step.READ_PARENT);
    long old = td.parent.getAcquire();
    if (old == SpteTable.FROZEN && td.design.has(FROZEN_IS_ABSENT)) {
      return;
    }
    if (old == SpteTable.NONE && !update(MirrorWalk.At.PARENT)) {
      return;
    }
    walk.task.probe().before(Step.READ_LEAF);
    if (td.leaf.getAcquire(gfn) == SpteTable.NONE) {
      update(MirrorWalk.At.LEAF);
    }
  }

  /**
   * {@code tdp_mmu_set_spte_atomic()} of a mirror SPTE that is none.
   *
   * @return whether it is present now, by this task
   */
  private boolean update(MirrorWalk.At at) {
    walk.at = at;
    boolean done = td.design.has(FREEZE_BEFORE_CALL) ? freezeAndCall() : callAndSet();
    walk.leaveEntry();
    return done;
  }

  private boolean freezeAndCall() {
    walk.task.probe().before(Step.FREEZE_MIRROR_SPTE);
    if (!exchange(td.design.has(FREEZE_FOR_UPDATE) ? SpteTable.FROZEN : present())) {
      return false;
    }
    walk.task.probe().before(Step.SET_EXTERNAL_SPTE);
    walk.failed = !setExternal();
    walk.task.probe().before(Step.UNFREEZE_MIRROR_SPTE);
    if (!walk.failed || !td.design.has(CHECK_RESULT)) {
      write(present());
      return true;
    }
    if (td.design.has(RESTORE_ON_FAILURE)) {
      write(SpteTable.NONE);
    }
    return false;
  }

  /** A mistake: calls before it owns the SPTE. */
  private boolean callAndSet() {
    walk.task.probe().before(Step.SET_EXTERNAL_SPTE);
    if (!setExternal()) {
      return false;
    }
    walk.task.probe().before(Step.FREEZE_MIRROR_SPTE);
    return exchange(present());
  }

  /** {@code tdx_sept_set_private_spte()} of an SPTE that was none. */
  private boolean setExternal() {
    boolean isTable = walk.at == MirrorWalk.At.PARENT;
    TdxModule.Result result = isTable ? td.module().addTable() : td.module().augment(walk.gfn);
    if (result == TdxModule.Result.REFUSED) {
      td.splats.report("KVM_BUG_ON: external SPTE");
    }
    if (isTable && result == TdxModule.Result.SUCCESS) {
      td.table = MirrorRoots.Table.LINKED;
    }
    return result == TdxModule.Result.SUCCESS;
  }

  private long present() {
    return walk.at == MirrorWalk.At.PARENT ? MirrorRoots.tableEntry() : SpteTable.leaf(walk.gfn);
  }

  private boolean exchange(long spte) {
    return walk.at == MirrorWalk.At.PARENT
        ? td.parent.compareAndSet(SpteTable.NONE, spte)
        : td.leaf.compareAndSet(walk.gfn, SpteTable.NONE, spte);
  }

  private void write(long spte) {
    if (walk.at == MirrorWalk.At.PARENT) {
      td.parent.setRelease(spte);
    } else {
      td.leaf.exchange(walk.gfn, spte);
    }
  }

  /** Whether the direct root that the vCPU has is invalid. */
  public boolean isObsolete() {
    return obsolete;
  }

  public MirrorWalk walk() {
    return walk;
  }
}
