package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.GIFT_EACH_ZAPPER;
import static org.mmucheck.model.Rule.INVALIDATE_UNDER_WRITE;
import static org.mmucheck.model.Rule.NEXT_IS_OWN_GIFT;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.QUEUE_ONCE;
import static org.mmucheck.model.Rule.REQUEST_IN_LOCK;
import static org.mmucheck.model.Rule.SLOTS_LOCK;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;
import static org.mmucheck.model.Rule.ZAP_OWN_GIFTS;
import static org.mmucheck.model.Rule.ZAP_UNDER_READ;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * One fast zap: {@code kvm_mmu_zap_all_fast()}. All roots become invalid at once, with mmu_lock
 * held for write; their trees are zapped afterwards, with mmu_lock held for read.
 *
 * <p>Concurrency: one task runs it. {@code gifts} are the references that it took for the zap; up
 * to v5.17 the zap does not ask for them, but takes every invalid root for its own, which is right
 * only as long as slots_lock keeps other zappers out and nothing else makes a root invalid.
 */
public final class FastZap {
  private final Kvm kvm;
  private final TdpWalk walk;

  @Fixed(Fixed.Since.MADE)
  private volatile Set<TdpRoot> gifts = Set.of();

  @Fixed(Fixed.Since.MADE)
  private volatile Set<TdpRoot> seen = Set.of();

  // for the check that no root was left out

  FastZap(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** Models {@code ZapAllFast}. */
  public void zapAllFast() {
    boolean serialised = kvm.design.has(SLOTS_LOCK);
    if (serialised) {
      kvm.slotsLock.lock(walk.task);
    }
    zapAllFastLocked();
    if (serialised) {
      kvm.slotsLock.unlock(walk.task);
    }
  }

  /** For who holds slots_lock. */
  void zapAllFastLocked() {
    invalidateRoots();
    if (kvm.design.has(ZAP_IN_WORKER)) {
      kvm.zapWorkqueue.flush(walk.task);
    } else {
      zapInvalidatedRoots();
    }
  }

  /** {@code kvm_tdp_mmu_invalidate_all_roots()}. */
  private void invalidateRoots() {
    boolean requestInLock = kvm.design.has(REQUEST_IN_LOCK);
    walk.begin(TdpWalk.Op.INVALIDATE);
    kvm.mmuLock.lock(walk.task, !kvm.design.has(INVALIDATE_UNDER_WRITE));
    walk.task.probe().before(Step.INVALIDATE_ROOTS);
    Set<TdpRoot> taken = new LinkedHashSet<>();
    for (TdpRoot root : kvm.roots.all()) {
      if (kvm.design.has(OWN_REFERENCE)) {
        invalidateOwned(root);
      } else if (kvm.design.has(ZAP_IN_WORKER)) {
        invalidateAndQueue(root);
      } else if (takesGift(root)) {
        root.setInvalid();
        taken.add(root);
      }
    }
    gifts = Set.copyOf(taken);
    seen = kvm.pages().stream().filter(FastZap::exists).collect(Collectors.toUnmodifiableSet());
    if (requestInLock) {
      requestReload();
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
    if (!requestInLock) {
      requestReload();
    }
  }

  private void requestReload() {
    walk.task.probe().before(Step.REQUEST_RELOAD);
    kvm.requestReload();
  }

  /** v5.13: the zap phase has a reference to each root that it will meet. */
  private boolean takesGift(TdpRoot root) {
    boolean wanted = !root.readInvalid() || kvm.design.has(GIFT_EACH_ZAPPER);
    return wanted && root.tryGet(walk.task);
  }

  /** v5.18: a work item has the reference. */
  private void invalidateAndQueue(TdpRoot root) {
    boolean wanted = !root.readInvalid() || !kvm.design.has(QUEUE_ONCE);
    if (wanted && root.tryGet(walk.task)) {
      root.setInvalid();
      if (kvm.zapWorkqueue.queue(root)) {
        root.disown(walk.task); // the work item takes the reference over
      }
    }
  }

  /** v6.4: the TDP MMU has a reference, and hands it over. */
  private void invalidateOwned(TdpRoot root) {
    if (!kvm.design.has(ZAP_IN_WORKER)) {
      kvm.scheduledRoots.schedule(root);
    } else if (!root.readInvalid()) {
      root.setInvalid();
      root.giveMmuReference();
      kvm.zapWorkqueue.queue(root);
    }
  }

  /** {@code kvm_tdp_mmu_zap_invalidated_roots()}. */
  private void zapInvalidatedRoots() {
    boolean shared = kvm.design.has(ZAP_UNDER_READ);
    walk.begin(TdpWalk.Op.ZAP);
    kvm.mmuLock.lock(walk.task, shared);
    if (kvm.design.has(OWN_REFERENCE)) {
      kvm.scheduledRoots.zap(walk, shared);
    } else {
      zapGiftedRoots(shared);
    }
    walk.root = null;
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  /** v5.13: every invalid root is taken for one that this zapper was given. */
  private void zapGiftedRoots(boolean shared) {
    for (TdpRoot root = nextInvalidatedRoot(true);
        root != null;
        root = nextInvalidatedRoot(false)) {
      if (kvm.design.has(ZAP_OWN_GIFTS) && !gifts.contains(root)) {
        continue;
      }
      kvm.tdpMmu.zapRoot(walk, root, kvm.allGfns(), shared, true);
      kvm.tdpMmu.putRoot(walk, root, shared);
    }
  }

  /**
   * Picks the root to zap, and the one after it before the zap may yield; the latter is protected
   * only by the reference that every invalid root is assumed to carry.
   */
  private @Nullable TdpRoot nextInvalidatedRoot(boolean first) {
    walk.task.probe().before(Step.NEXT_INVALIDATED_ROOT);
    kvm.rcu.readLock(walk.task);
    TdpRoot root = first ? firstOwn(kvm.roots.head()) : walk.next;
    if (root != null) {
      walk.root = root;
      walk.next = firstOwn(root.readNext());
    }
    kvm.rcu.readUnlock(walk.task);
    return root;
  }

  private @Nullable TdpRoot firstOwn(@Nullable TdpRoot from) {
    TdpRoot root = from;
    while (root != null && !isOwn(root)) {
      root = root.readNext();
    }
    return root;
  }

  private boolean isOwn(TdpRoot root) {
    return kvm.design.has(ZAP_OWN_GIFTS) && kvm.design.has(NEXT_IS_OWN_GIFT)
        ? gifts.contains(root)
        : root.readInvalid() && root.refcountAcquire() != 0;
  }

  private static boolean exists(TdpRoot root) {
    return root.life() == TdpRoot.Life.LISTED || root.life() == TdpRoot.Life.UNLINKED;
  }

  /** The roots to which it took a reference for the zap. */
  public Set<TdpRoot> gifts() {
    return gifts;
  }

  /** The roots that existed when it invalidated them. */
  public Set<TdpRoot> seen() {
    return seen;
  }

  public TdpWalk walk() {
    return walk;
  }
}
