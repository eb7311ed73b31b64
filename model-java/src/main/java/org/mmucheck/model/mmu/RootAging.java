package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * Aging of all that the valid roots map: {@code kvm_age_hva_range()} down to {@code
 * __kvm_tdp_mmu_age_gfn_range()}, since v6.15.
 *
 * <p>Concurrency: RCU, and nothing else: no mmu_lock, and no reference to a root. So the root that
 * the walk is in may be invalidated, zapped, unlinked and handed to RCU meanwhile. What RCU
 * promises is that its page stays, its SPTEs and its next pointer with it, and so does any root
 * that the walk comes to from there, since that one is freed no earlier than a grace period after
 * it was on the list. An SPTE may be zapped after it was read, so it is changed by one exchange,
 * which is not tried again if it is lost: the SPTE is going, or is in use and so young.
 */
public final class RootAging {
  private final Kvm kvm;
  private final TdpWalk walk;

  RootAging(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /**
   * Models {@code AgeRange}.
   *
   * @return whether anything was young
   */
  public boolean ageRange() {
    boolean young = false;
    walk.begin(TdpWalk.Op.AGE);
    for (TdpRoot root = next(); root != null; root = next()) {
      young |= ageRoot(root);
    }
    walk.end();
    return young;
  }

  /** The next valid root; the walk is inside RCU from the first to the last. */
  private @Nullable TdpRoot next() {
    boolean underRcu = kvm.design.has(Rule.AGE_UNDER_RCU);
    while (true) {
      walk.task.probe().before(Step.NEXT_ROOT_RCU);
      TdpRoot from = walk.root;
      if (from == null && underRcu) {
        kvm.rcu.readLock(walk.task);
      }
      TdpRoot candidate = from == null ? kvm.roots.head() : from.readNext();
      if (candidate == null) {
        if (underRcu) {
          kvm.rcu.readUnlock(walk.task);
        }
        return null;
      }
      walk.root = candidate;
      if (!candidate.readInvalid()) {
        return candidate;
      }
    }
  }

  private boolean ageRoot(TdpRoot root) {
    Probe probe = walk.task.probe();
    boolean young = false;
    GfnRange range = kvm.allGfns();
    for (walk.gfn = range.start(); walk.gfn < range.end(); walk.gfn++) {
      probe.before(Step.READ_SPTE);
      long read = root.walkSptes().getAcquire(walk.gfn);
      if (SpteTable.isPresent(read)) {
        young = true;
        walk.oldSpte = read;
        probe.before(Step.CLEAR_ACCESSED);
        clearAccessed(root.walkSptes());
        walk.oldSpte = SpteTable.NONE;
      }
    }
    walk.gfn = 0;
    return young;
  }

  /**
   * {@code kvm_tdp_mmu_age_spte()}. The entries here have no accessed bit, so one that is aged
   * stays as it was read.
   */
  private void clearAccessed(SpteTable sptes) {
    long unaccessed = walk.oldSpte;
    if (kvm.design.has(Rule.ATOMIC_AGING)) {
      sptes.compareAndSet(walk.gfn, walk.oldSpte, unaccessed);
    } else {
      sptes.exchange(walk.gfn, unaccessed);
    }
  }

  public TdpWalk walk() {
    return walk;
  }
}
