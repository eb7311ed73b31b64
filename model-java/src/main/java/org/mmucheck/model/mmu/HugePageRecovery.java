package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HugeHostPage;
import org.mmucheck.model.host.Page;

/**
 * Puts a huge leaf in the place of the small ones that dirty logging needed, once: {@code
 * kvm_mmu_recover_huge_pages()}.
 *
 * <p>Concurrency: mmu_lock is held for read from before the mapping level is read until the leaf is
 * there, and no sequence count is looked at. What stands for it is a small leaf that is present: a
 * zap needs mmu_lock for write, so the invalidation that would zap that leaf has yet to do so, and
 * then zaps the huge one, which goes as a whole. One small leaf speaks for its own frame only;
 * those of the others are left to the invalidation that the split of the host's huge page is.
 * Faults hold mmu_lock for read, too: who puts its leaf first in the place of the table has it.
 *
 * <p>The fields belong to the task; others look while it is parked.
 */
public final class HugePageRecovery {
  /** A small leaf, and what it maps. */
  public record Leaf(int gfn, int pfn) {}

  private final Kvm kvm;
  private final HugeHostPage host;
  private final SpteTable sptes;
  private final Task task;
  private volatile @Nullable Boolean huge;
  private volatile @Nullable Leaf leaf;

  /**
   * @param host the address space that backs the guest
   * @param root the root whose table is in the way
   */
  public HugePageRecovery(Kvm kvm, HugeHostPage host, TdpRoot root, Task task) {
    this.kvm = kvm;
    this.host = host;
    this.sptes = root.walkSptes();
    this.task = task;
  }

  /** {@code kvm_mmu_recover_huge_pages()}. */
  public void run() {
    if (!kvm.design.has(Rule.RECOVER_LEVEL_UNDER_LOCK) && !isHugeInHost()) {
      return;
    }
    boolean locked = kvm.design.has(Rule.RECOVER_LOCKED);
    if (locked) {
      kvm.mmuLock.readLock(task);
    }
    recover();
    if (locked) {
      kvm.mmuLock.unlock(task);
    }
  }

  /** {@code recover_huge_pages_range()}. */
  private void recover() {
    boolean askNow = kvm.design.has(Rule.RECOVER_LEVEL_UNDER_LOCK);
    while (isTable() && (!askNow || isHugeInHost())) {
      Leaf found = leafToWiden();
      leaf = found;
      if (found == null || replaceTable(found.pfn() - found.gfn())) {
        return;
      }
      leaf = null;
    }
  }

  private boolean isTable() {
    task.probe().before(Step.FIND_TABLE);
    return !sptes.isHuge();
  }

  /** {@code kvm_mmu_max_mapping_level()}. */
  private boolean isHugeInHost() {
    task.probe().before(Step.MAX_MAPPING_LEVEL);
    boolean read = host.isHuge();
    huge = read;
    return read;
  }

  /** {@code tdp_mmu_make_huge_spte()}: null if no leaf may be widened. */
  private @Nullable Leaf leafToWiden() {
    task.probe().before(Step.MAKE_HUGE_SPTE);
    if (!kvm.design.has(Rule.RECOVER_FROM_LEAF)) {
      return firstOfHost();
    }
    boolean everyLeaf = kvm.design.has(Rule.RECOVER_EVERY_LEAF);
    Leaf first = null;
    for (int gfn = 0; gfn < sptes.size(); gfn++) {
      long small = sptes.getSmallAcquire(gfn);
      if (SpteTable.isPresent(small)) {
        first = first == null ? new Leaf(gfn, SpteTable.pfn(small)) : first;
      } else if (everyLeaf) {
        return null;
      }
    }
    return first;
  }

  /** What the host maps at the first frame now, whether or not the guest does. */
  private @Nullable Leaf firstOfHost() {
    Page page = host.getUserPage(0);
    if (page == null) {
      return null;
    }
    page.put();
    return new Leaf(0, page.number());
  }

  /** {@code tdp_mmu_set_spte_atomic()}: false if there is no table any more. */
  private boolean replaceTable(int first) {
    task.probe().before(Step.SET_HUGE_SPTE);
    if (kvm.design.has(Rule.RECOVER_BY_CMPXCHG)) {
      return sptes.replaceTable(first);
    }
    sptes.mapHuge(first);
    return true;
  }

  /** Whether the host maps all frames by one entry; null before that is read. */
  public @Nullable Boolean huge() {
    return huge;
  }

  /** The small leaf that the huge one is made from; null while there is none. */
  public @Nullable Leaf leaf() {
    return leaf;
  }
}
