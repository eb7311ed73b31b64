package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.DEC_BEFORE_TEST;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_YIELD;
import static org.mmucheck.model.Rule.FREE_BY_RCU;
import static org.mmucheck.model.Rule.HELPER_WITHOUT_VM_REFERENCE;
import static org.mmucheck.model.Rule.KEEP_REACHABLE;
import static org.mmucheck.model.Rule.LAST_PUT_FREES;
import static org.mmucheck.model.Rule.MARK_BEFORE_COUNT;
import static org.mmucheck.model.Rule.NO_YIELD_AT_ZERO;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.PROGRESS_BEFORE_YIELD;
import static org.mmucheck.model.Rule.RESET_COUNT;
import static org.mmucheck.model.Rule.STAY_AT_YIELDED;
import static org.mmucheck.model.Rule.TEST_AFTER_DEC;
import static org.mmucheck.model.Rule.WRITEBACK_LAST;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * {@code arch/x86/kvm/mmu/tdp_mmu.c}: references to roots, walks over roots, zaps of their trees.
 *
 * <p>Concurrency: the caller holds mmu_lock, for read ({@code shared}) or for write. Then
 *
 * <ul>
 *   <li>a root whose refcount the caller raised stays what it is: nobody frees it, and its SPTEs
 *       only go away;
 *   <li>whoever lowers the refcount to zero owns the root's end, and keeps mmu_lock until the root
 *       is either empty or back at refcount 1, so a task that takes mmu_lock for write never meets
 *       a root that still maps pages at refcount 0;
 *   <li>{@code exchangeInvalid()} goes from false to true once, so each root has one zap-owner.
 * </ul>
 *
 * <p>A yield drops mmu_lock and RCU: all that the caller may rely on afterwards is its reference.
 * The second point is what design b of the catalogue breaks.
 */
final class TdpMmu {
  private final Kvm kvm;

  TdpMmu(Kvm kvm) {
    this.kvm = kvm;
  }

  /** {@code kvm_tdp_mmu_put_root()}. */
  void putRoot(TdpWalk walk, TdpRoot root, boolean shared) {
    Task task = walk.task;
    walk.put = root;
    if (!kvm.design.has(TEST_AFTER_DEC)) {
      task.probe().before(Step.LOAD_INVALID);
      walk.saw = root.readInvalid();
    }
    task.probe().before(Step.PUT_ROOT);
    if (kvm.design.has(DEC_BEFORE_TEST) ? root.put(task) : root.putUnlessLast(task)) {
      finalPut(walk, root, shared);
    }
    walk.put = null;
    walk.saw = false;
  }

  /** The last reference is gone; what becomes of the root has changed twice. */
  private void finalPut(TdpWalk walk, TdpRoot root, boolean shared) {
    if (kvm.design.has(OWN_REFERENCE)) {
      endAsSinceV64(walk.task, root);
    } else if (kvm.design.has(KEEP_REACHABLE)) {
      endAsInV518(walk, root, shared);
    } else {
      endAsInV513(walk, root, shared);
    }
  }

  /** v5.13 to v5.17: the root leaves the list, then its tree is zapped at refcount 0. */
  private void endAsInV513(TdpWalk walk, TdpRoot root, boolean shared) {
    unlink(walk.task, root);
    if (kvm.design.has(ZAP_IN_WORKER)) {
      queue(walk.task, root);
    } else {
      zapRoot(walk, root, kvm.allGfns(), shared, !kvm.design.has(NO_YIELD_AT_ZERO));
      free(walk.task, root);
    }
  }

  /** v5.18 to v6.3: the root is invalid and has a reference while its tree is zapped. */
  private void endAsInV518(TdpWalk walk, TdpRoot root, boolean shared) {
    if (isFirstFinalPut(walk, root) && !zapAsOwner(walk, root, shared)) {
      return; // a walker got a reference meanwhile; whoever is last frees
    }
    unlink(walk.task, root);
    free(walk.task, root);
  }

  /** Since v6.4: who made the root invalid put the TDP MMU's reference, and so it is zapped. */
  private void endAsSinceV64(Task task, TdpRoot root) {
    task.probe().before(Step.UNLINK_ROOT);
    if (!root.readInvalid()) {
      kvm.splats.report("final put of a valid root"); // KVM_BUG_ON()
    }
    removeFromList(root);
    free(task, root);
  }

  /** Whether this put makes the caller the zap-owner; then the root is invalid and referenced. */
  private boolean isFirstFinalPut(TdpWalk walk, TdpRoot root) {
    boolean testAfterDec = kvm.design.has(TEST_AFTER_DEC);
    if (!testAfterDec && walk.saw) {
      return false;
    }
    if (kvm.design.has(MARK_BEFORE_COUNT)) {
      return markThenCount(walk.task, root);
    }
    if (testAfterDec) {
      walk.task.probe().before(Step.TEST_INVALID);
      if (root.readInvalid()) {
        return false;
      }
    }
    setRefcountOne(walk.task, root);
    walk.task.probe().before(Step.MARK_INVALID);
    root.exchangeInvalid();
    return true;
  }

  private boolean markThenCount(Task task, TdpRoot root) {
    task.probe().before(Step.MARK_INVALID);
    if (root.exchangeInvalid() && kvm.design.has(TEST_AFTER_DEC)) {
      if (!kvm.design.has(DEC_BEFORE_TEST)) {
        root.put(task); // the reference goes with the root, whoever else has one
      }
      return false;
    }
    if (kvm.design.has(RESET_COUNT)) {
      setRefcountOne(task, root);
    }
    return true;
  }

  private void setRefcountOne(Task task, TdpRoot root) {
    task.probe().before(Step.SET_REFCOUNT_ONE);
    if (kvm.design.has(DEC_BEFORE_TEST)) {
      root.own(task); // else the put has not given its reference back
    }
    root.setRefcountOneRelease();
  }

  /**
   * Zaps the root, or has it zapped.
   *
   * @return whether the root is the caller's to free
   */
  private boolean zapAsOwner(TdpWalk walk, TdpRoot root, boolean shared) {
    root.claimZap();
    if (kvm.design.has(ZAP_IN_WORKER)) {
      if (queue(walk.task, root)) {
        root.disown(walk.task); // the work item takes the reference over
      }
      return false;
    }
    zapRoot(walk, root, kvm.allGfns(), shared, true);
    walk.task.probe().before(Step.PUT_OWNER_REF);
    return root.put(walk.task) || !kvm.design.has(LAST_PUT_FREES);
  }

  /**
   * {@code tdp_mmu_schedule_zap_root()}.
   *
   * @return false if the root is queued already
   */
  private boolean queue(Task task, TdpRoot root) {
    task.probe().before(Step.QUEUE_ROOT);
    root.touch();
    if (!kvm.design.has(HELPER_WITHOUT_VM_REFERENCE) && kvm.users.tryGet()) {
      root.giveVmReference(); // before the helper can look for it
    }
    return kvm.zapWorkqueue.queue(root);
  }

  private void unlink(Task task, TdpRoot root) {
    task.probe().before(Step.UNLINK_ROOT);
    removeFromList(root);
  }

  private void removeFromList(TdpRoot root) {
    kvm.users.touch(); // tdp_mmu_pages_lock is the VM's
    kvm.roots.delete(root);
  }

  /** Hands an unlinked root to RCU. */
  void free(Task task, TdpRoot root) {
    task.probe().before(Step.CALL_RCU);
    root.touch();
    boolean byRcu = kvm.design.has(FREE_BY_RCU);
    if (!root.leave(byRcu ? TdpRoot.Life.FREEING : TdpRoot.Life.FREED)) {
      kvm.splats.report("double call_rcu");
    } else if (byRcu) {
      root.freeAfter(kvm.rcu.call(() -> freeAfterGracePeriod(root)));
    }
  }

  /** {@code tdp_mmu_free_sp_rcu_callback()}: the VM keeps the module, and so this code, alive. */
  private void freeAfterGracePeriod(TdpRoot root) {
    kvm.users.touch();
    root.setLife(TdpRoot.Life.FREED);
  }

  /**
   * {@code tdp_mmu_next_root()}: goes to the next root on the list, with a reference if the walk
   * takes them, and puts the reference to the one before, which may be the last.
   *
   * @return the root that {@code walk} is in now; null at the end of the list
   */
  @Nullable TdpRoot nextRoot(TdpWalk walk, RootFilter filter, boolean takesRefs, boolean shared) {
    TdpRoot previous = walk.root;
    TdpRoot found = findNextRoot(walk, filter, takesRefs);
    walk.root = found;
    walk.next = null;
    kvm.rcu.readUnlock(walk.task);
    if (previous != null && takesRefs) {
      putRoot(walk, previous, shared);
    }
    return found;
  }

  private @Nullable TdpRoot findNextRoot(TdpWalk walk, RootFilter filter, boolean takesRefs) {
    Task task = walk.task;
    for (boolean first = true; ; first = false) {
      task.probe().before(Step.FIND_ROOT);
      if (first) {
        kvm.rcu.readLock(task);
      }
      TdpRoot from = walk.next != null ? walk.next : walk.root;
      TdpRoot candidate = from == null ? kvm.roots.head() : from.readNext();
      if (candidate == null) {
        return null;
      }
      walk.next = candidate;
      if (candidate.readInvalid() && filter == RootFilter.VALID) {
        continue;
      }
      if (!takesRefs) {
        return candidate;
      }
      task.probe().before(Step.GET_ROOT);
      if (candidate.tryGet(task)) {
        return candidate;
      }
    }
  }

  /**
   * {@code zap_gfn_range()}, {@code tdp_mmu_zap_root()}: zaps what {@code root} maps in the range.
   */
  void zapRoot(TdpWalk walk, TdpRoot root, GfnRange range, boolean shared, boolean mayYield) {
    Step step = shared ? Step.FREEZE_SPTE : Step.ZAP_SPTE;
    begin(walk, range);
    do {
      if (!condResched(walk, step, mayYield)) {
        continue;
      }
      if (shared) {
        zapAtomic(walk, root);
      } else {
        zapExclusive(walk, root);
      }
    } while (advance(walk, range));
  }

  /** Looks at what {@code root} maps, as write-protection does. */
  void visitRoot(TdpWalk walk, TdpRoot root, GfnRange range) {
    begin(walk, range);
    do {
      if (condResched(walk, Step.VISIT_SPTE, true)) {
        root.walkSptes().getAcquire(walk.gfn);
      }
    } while (advance(walk, range));
  }

  /** {@code tdp_iter_start()}. */
  private void begin(TdpWalk walk, GfnRange range) {
    walk.gfn = range.start();
    walk.yielded = range.start();
    kvm.rcu.readLock(walk.task);
  }

  /** {@code tdp_iter_next()}. */
  private boolean advance(TdpWalk walk, GfnRange range) {
    if (walk.gfn + 1 < range.end()) {
      walk.gfn++;
      return true;
    }
    walk.gfn = 0;
    walk.yielded = 0;
    kvm.rcu.readUnlock(walk.task);
    return false;
  }

  /**
   * {@code tdp_mmu_iter_cond_resched()} in front of {@code step}: yields only after progress, so
   * two tasks that yield to each other both get on.
   *
   * @return whether {@code step} is due; false if a walk that yielded skips the SPTE
   */
  private boolean condResched(TdpWalk walk, Step step, boolean mayYield) {
    Task task = walk.task;
    while (mayYield && (walk.gfn != walk.yielded || !kvm.design.has(PROGRESS_BEFORE_YIELD))) {
      boolean flush = walk.flushPending && kvm.design.has(FLUSH_BEFORE_YIELD);
      Step yield = flush ? Step.FLUSH_FOR_YIELD : Step.COND_RESCHED;
      if (!task.probe().elects(yield, step, kvm.mmuLock::isContended)) {
        return true;
      }
      if (flush) {
        kvm.tlbs.flushAll();
        walk.flushPending = false;
        task.probe().before(Step.COND_RESCHED);
      }
      walk.yielded = walk.gfn;
      kvm.rcu.readUnlock(task);
      boolean shared = kvm.mmuLock.release(task);
      kvm.mmuLock.retake(task, shared);
      kvm.rcu.readLock(task);
      if (!kvm.design.has(STAY_AT_YIELDED)) {
        return false;
      }
    }
    task.probe().before(step);
    return true;
  }

  /**
   * mmu_lock held for write: nobody else writes SPTEs. A process that ends has no vCPU in the
   * guest, so nothing is left to flush.
   */
  private void zapExclusive(TdpWalk walk, TdpRoot root) {
    long old = root.walkSptes().exchange(walk.gfn, SpteTable.NONE);
    if (SpteTable.isPresent(old)) {
      kvm.host.setDirtyAccessed(SpteTable.pfn(old));
      walk.flushPending |= walk.op != TdpWalk.Op.RELEASE && !kvm.tlbs.isEmpty();
    }
  }

  /** mmu_lock held for read: freezes the entry, so that it is this task's alone, then clears it. */
  private void zapAtomic(TdpWalk walk, TdpRoot root) {
    SpteTable sptes = root.walkSptes();
    long old;
    do {
      old = sptes.getAcquire(walk.gfn);
      if (!SpteTable.isPresent(old)) {
        return; // nothing there, or its freezer clears it
      }
    } while (!sptes.compareAndSet(walk.gfn, old, SpteTable.FROZEN));
    walk.oldSpte = old;
    boolean writebackLast = kvm.design.has(WRITEBACK_LAST);
    if (!writebackLast) {
      kvm.host.setDirtyAccessed(SpteTable.pfn(old));
    }
    walk.task.probe().before(Step.CLEAR_SPTE);
    root.walkSptes().exchange(walk.gfn, SpteTable.NONE);
    if (writebackLast) {
      kvm.host.setDirtyAccessed(SpteTable.pfn(walk.oldSpte));
    }
    walk.oldSpte = SpteTable.NONE;
  }
}
