package org.mmucheck.model.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * An address space that the host maps by one huge entry, until a change of one of its frames splits
 * that: {@code __split_huge_pmd()}.
 *
 * <p>Concurrency: one task at a time changes it. {@code split} is written under the protection of
 * an invalidation of all frames, if the split sends one; who asks for the level without a lock gets
 * what was true a moment ago.
 */
public final class HugeHostPage {
  /** A change of one PTE below the huge entry, with the split that it may need. */
  public static final class Change {
    private final PteChange change;

    @Fixed(Fixed.Since.MADE)
    private volatile @Nullable List<MmuNotifier.Invalidation> nested;

    private Change(PteChange change) {
      this.change = change;
    }

    public PteChange change() {
      return change;
    }

    /** The invalidations of the split; null but while it is under way. */
    public @Nullable List<MmuNotifier.Invalidation> nested() {
      return nested;
    }
  }

  private final HostMm mm;
  private final boolean splitInvalidates;
  private volatile boolean split;

  /**
   * @param mm the PTEs below the huge entry
   * @param splitInvalidates whether the split is an invalidation of its own, of all frames
   */
  public HugeHostPage(HostMm mm, boolean splitInvalidates) {
    this.mm = mm;
    this.splitInvalidates = splitInvalidates;
  }

  /** {@code host_pfn_mapping_level()}: whether one entry maps all frames. Not a stable answer. */
  public boolean isHuge() {
    return !split;
  }

  /**
   * {@code get_user_pages()}: the page at {@code frame}, with a reference; null if there is none.
   */
  public @Nullable Page getUserPage(int frame) {
    return mm.getUserPage(frame);
  }

  /** Prepares to take the page at {@code frame} away. */
  public Change prepareUnmap(Task task, int frame) {
    return new Change(
        new PteChange(task, frame, frame, null, mm.invalidations(task, frame, frame)));
  }

  /** Splits the huge entry if there is one and changes the PTE, both under invalidations. */
  public void change(Change change) {
    PteChange pte = change.change;
    Probe probe = pte.task().probe();
    pte.invalidations().forEach(MmuNotifier.Invalidation::start);
    if (isHuge()) {
      split(change);
    }
    probe.before(Step.CHANGE_PTE);
    mm.changePtes(pte);
    pte.invalidations().forEach(MmuNotifier.Invalidation::end);
  }

  private void split(Change change) {
    Task task = change.change.task();
    List<MmuNotifier.Invalidation> nested =
        splitInvalidates ? mm.invalidations(task, 0, mm.frames() - 1) : List.of();
    change.nested = nested;
    nested.forEach(MmuNotifier.Invalidation::start);
    task.probe().before(Step.SPLIT_HUGE_PMD);
    split = true;
    nested.forEach(MmuNotifier.Invalidation::end);
    change.nested = null;
  }
}
