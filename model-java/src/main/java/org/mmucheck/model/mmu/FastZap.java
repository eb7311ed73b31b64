package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.GIFT_EACH_ZAPPER;
import static org.mmucheck.model.Rule.SLOTS_LOCK;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;
import static org.mmucheck.model.Rule.ZAP_OWN_GIFTS;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private volatile Set<TdpRoot> gifts = Set.of();
  private volatile Set<TdpRoot> seen = Set.of(); // for the check that no root was left out
  private volatile boolean returned;

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
    invalidateRoots();
    if (kvm.design.has(ZAP_IN_WORKER)) {
      kvm.zapWorkqueue.flush(walk.task);
    } else {
      zapInvalidatedRoots();
    }
    returned = true;
    if (serialised) {
      kvm.slotsLock.unlock(walk.task);
    }
  }

  /** {@code kvm_tdp_mmu_invalidate_all_roots()}. */
  private void invalidateRoots() {
    walk.begin(TdpWalk.Op.INVALIDATE);
    kvm.mmuLock.writeLock(walk.task);
    walk.task.probe().before(Step.INVALIDATE_ROOTS);
    Set<TdpRoot> taken = new LinkedHashSet<>();
    for (TdpRoot root : kvm.roots.all()) {
      if (kvm.design.has(ZAP_IN_WORKER)) {
        invalidateAndQueue(root);
      } else if (takesGift(root)) {
        root.setInvalid();
        taken.add(root);
      }
    }
    gifts = Set.copyOf(taken);
    seen = kvm.pages().stream().filter(FastZap::exists).collect(Collectors.toUnmodifiableSet());
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  private boolean takesGift(TdpRoot root) {
    boolean wanted = !root.readInvalid() || kvm.design.has(GIFT_EACH_ZAPPER);
    return wanted && root.tryGet(walk.task);
  }

  private void invalidateAndQueue(TdpRoot root) {
    if (!root.readInvalid() && root.tryGet(walk.task)) {
      root.setInvalid();
      root.disown(walk.task); // the work item takes the reference over
      kvm.zapWorkqueue.queue(root);
    }
  }

  /** {@code kvm_tdp_mmu_zap_invalidated_roots()}. */
  private void zapInvalidatedRoots() {
    walk.begin(TdpWalk.Op.ZAP);
    kvm.mmuLock.readLock(walk.task);
    for (TdpRoot root = nextInvalidatedRoot(true);
        root != null;
        root = nextInvalidatedRoot(false)) {
      kvm.tdpMmu.zapRoot(walk, root, kvm.allGfns(), true, true);
      kvm.tdpMmu.putRoot(walk, root, true);
    }
    walk.root = null;
    kvm.mmuLock.unlock(walk.task);
    walk.end();
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
    return kvm.design.has(ZAP_OWN_GIFTS)
        ? gifts.contains(root)
        : root.readInvalid() && root.refcount() != 0;
  }

  private static boolean exists(TdpRoot root) {
    return root.life() == TdpRoot.Life.LISTED || root.life() == TdpRoot.Life.UNLINKED;
  }

  /** Whether it has zapped what it had to; slots_lock may still be held. */
  public boolean returned() {
    return returned;
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
