package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.FLUSH_BEFORE_YIELD;
import static org.mmucheck.model.Rule.KEEP_REACHABLE;
import static org.mmucheck.model.Rule.NO_YIELD_AT_ZERO;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.Rcu;

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
    task.probe().before(Step.PUT_ROOT);
    if (root.put(task)) {
      if (kvm.design.has(KEEP_REACHABLE)) {
        finalPutReachable(walk, root, shared);
      } else {
        finalPutUnreachable(walk, root, shared);
      }
    }
    walk.put = null;
  }

  /** Up to v5.17: the root leaves the list, then its tree is zapped at refcount 0. */
  private void finalPutUnreachable(TdpWalk walk, TdpRoot root, boolean shared) {
    unlink(walk.task, root);
    zapRoot(walk, root, kvm.allGfns(), shared, !kvm.design.has(NO_YIELD_AT_ZERO));
    free(walk.task, root);
  }

  /** Since v5.18: the root is invalid and has a reference while its tree is zapped. */
  private void finalPutReachable(TdpWalk walk, TdpRoot root, boolean shared) {
    Probe probe = walk.task.probe();
    probe.before(Step.MARK_INVALID);
    if (!root.exchangeInvalid()) {
      probe.before(Step.SET_REFCOUNT_ONE);
      root.setRefcountOne(walk.task);
      if (kvm.design.has(ZAP_IN_WORKER)) {
        probe.before(Step.QUEUE_ROOT);
        root.touch();
        root.disown(walk.task); // the work item takes the reference over
        kvm.zapWorkqueue.queue(root);
        return;
      }
      zapRoot(walk, root, kvm.allGfns(), shared, true);
      probe.before(Step.PUT_OWNER_REF);
      if (!root.put(walk.task)) {
        return; // a walker got a reference meanwhile; whoever is last frees
      }
    }
    unlink(walk.task, root);
    free(walk.task, root);
  }

  private void unlink(Task task, TdpRoot root) {
    task.probe().before(Step.UNLINK_ROOT);
    kvm.roots.delete(root);
  }

  private void free(Task task, TdpRoot root) {
    task.probe().before(Step.CALL_RCU);
    root.touch();
    if (root.life() == TdpRoot.Life.FREEING || root.life() == TdpRoot.Life.FREED) {
      kvm.splats.report("double call_rcu");
      return;
    }
    Rcu.Callback callback = kvm.rcu.call(() -> root.setLife(TdpRoot.Life.FREED));
    root.freeAfter(callback);
    root.setLife(TdpRoot.Life.FREEING);
  }

  /**
   * {@code tdp_mmu_next_root()}: goes to the next root on the list with a reference to it, and puts
   * the reference to the one before, which may be the last.
   *
   * @return the root that {@code walk} is in now; null at the end of the list
   */
  @Nullable TdpRoot nextRoot(TdpWalk walk, boolean onlyValid, boolean shared) {
    Task task = walk.task;
    TdpRoot previous = walk.root;
    TdpRoot found = findNextRoot(walk, onlyValid);
    walk.root = found;
    walk.next = null;
    kvm.rcu.readUnlock(task);
    if (previous != null) {
      putRoot(walk, previous, shared);
    }
    return found;
  }

  private @Nullable TdpRoot findNextRoot(TdpWalk walk, boolean onlyValid) {
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
      if (candidate.readInvalid() && onlyValid) {
        continue;
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
      condResched(walk, step, mayYield);
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
      condResched(walk, Step.VISIT_SPTE, true);
      root.walkSptes().getAcquire(walk.gfn);
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
   */
  private void condResched(TdpWalk walk, Step step, boolean mayYield) {
    Task task = walk.task;
    boolean progress = walk.gfn != walk.yielded;
    if (!mayYield || !progress) {
      task.probe().before(step);
      return;
    }
    boolean flush = walk.flushPending && kvm.design.has(FLUSH_BEFORE_YIELD);
    Step yield = flush ? Step.FLUSH_FOR_YIELD : Step.COND_RESCHED;
    if (task.probe().elects(yield, step, kvm.mmuLock::isContended)) {
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
      task.probe().before(step);
    }
  }

  /** mmu_lock held for write: nobody else writes SPTEs. */
  private void zapExclusive(TdpWalk walk, TdpRoot root) {
    long old = root.walkSptes().exchange(walk.gfn, SpteTable.NONE);
    if (SpteTable.isPresent(old)) {
      kvm.host.setDirtyAccessed(SpteTable.pfn(old));
      walk.flushPending |= !kvm.tlbs.isEmpty();
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
    walk.task.probe().before(Step.CLEAR_SPTE);
    root.walkSptes().exchange(walk.gfn, SpteTable.NONE);
    kvm.host.setDirtyAccessed(SpteTable.pfn(walk.oldSpte));
    walk.oldSpte = SpteTable.NONE;
  }
}
