package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.Srcu;

/**
 * One update of the memslots: {@code kvm_set_memslot()}.
 *
 * <p>Concurrency: one task runs it, and kvm->slots_lock keeps others out. New memslots are put in
 * place while no invalidation is active, so the start and the end of an invalidation see the same
 * ones and either both or neither take mmu_lock. After a swap the update waits for the readers that
 * may still use the old memslots. A slot that goes is marked invalid first: then no fault maps into
 * it any more, and what it maps is zapped while notifiers still find it.
 */
public final class MemslotUpdate {
  /** What the update does next. */
  public enum Phase {
    /** Puts a new slot in its place. */
    ADD(Memslots.State.VALID),
    /** Marks a slot that it deletes. */
    INVALIDATE(Memslots.State.INVALID),
    /** Takes the marked slot away. */
    DELETE(Memslots.State.NONE);

    private final Memslots.State state;

    Phase(Memslots.State state) {
      this.state = state;
    }
  }

  private final Kvm kvm;
  private final TdpWalk walk;
  private final int slot;
  private final @Nullable FastZap fastZap;
  private volatile Phase phase;
  private volatile Srcu.@Nullable GracePeriod grace;

  /**
   * @param slot the slot's number
   * @param phase ADD, or INVALIDATE to delete the slot
   * @param fastZap zaps all roots instead of what the slot maps; null for the latter
   */
  MemslotUpdate(Kvm kvm, Task task, int slot, Phase phase, @Nullable FastZap fastZap) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
    this.slot = slot;
    this.phase = phase;
    this.fastZap = fastZap;
  }

  /** {@code kvm_set_memory_region()}. Models {@code AddSlot} and {@code DeleteSlot}. */
  public void run() {
    kvm.slotsLock.lock(walk.task);
    swap();
    if (phase == Phase.INVALIDATE) {
      delete();
    }
    kvm.slotsLock.unlock(walk.task);
  }

  /** What the slot maps is gone before the slot is, for no notifier finds it afterwards. */
  private void delete() {
    boolean zapFirst = kvm.design.has(Rule.ZAP_BEFORE_SWAP);
    if (zapFirst) {
      zap();
    }
    phase = Phase.DELETE;
    swap();
    if (!zapFirst) {
      zap();
    }
  }

  /** {@code kvm_swap_active_memslots()}. */
  private void swap() {
    Probe probe = walk.task.probe();
    boolean wait = kvm.design.has(Rule.WAIT_FOR_ACTIVE);
    probe.before(Step.SWAP_MEMSLOTS, () -> !wait || kvm.counts.activeAcquire() == 0);
    kvm.counts.swapMemslots(wait, () -> kvm.memslots = kvm.memslots.with(slot, phase.state));
    if (!kvm.design.has(Rule.WAIT_FOR_FAULTS)) {
      return;
    }
    Srcu.GracePeriod period = kvm.srcu.begin();
    grace = period;
    probe.before(Step.SYNCHRONIZE_SRCU, period::isOver);
    period.await();
    grace = null;
  }

  /** {@code kvm_arch_flush_shadow_memslot()}. */
  private void zap() {
    if (fastZap == null) {
      zapLeafs();
    } else {
      fastZap.zapAllFastLocked();
    }
  }

  /** {@code kvm_mmu_zap_memslot_leafs()}, in one section of mmu_lock. */
  private void zapLeafs() {
    walk.begin(TdpWalk.Op.SLOT);
    kvm.mmuLock.writeLock(walk.task);
    for (TdpRoot root = next(); root != null; root = next()) {
      kvm.tdpMmu.zapRoot(walk, root, kvm.memslots.frames(slot), false, false);
    }
    if (walk.flushPending) {
      kvm.tlbs.flushAll();
      walk.flushPending = false;
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  private @Nullable TdpRoot next() {
    return kvm.tdpMmu.nextRoot(walk, RootFilter.ALL, true, false);
  }

  /** The slot's number. */
  public int slot() {
    return slot;
  }

  public Phase phase() {
    return phase;
  }

  /** What it waits for after a swap; null at other times. */
  public Srcu.@Nullable GracePeriod grace() {
    return grace;
  }
}
