package org.mmucheck.model.nx;

import static org.mmucheck.model.Rule.UNTRACK_AT_TAKE;
import static org.mmucheck.model.Rule.UNTRACK_AT_UNLINK;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;

/**
 * {@code kvm->arch.possible_nx_huge_pages}: the tables that the worker may take, the oldest first.
 *
 * <p>Concurrency: {@code pagesLock} is {@code tdp_mmu_pages_lock}. It guards the list, and each
 * change of a linked table's mark goes with it. A page on the list is not handed to RCU yet: who
 * removes it takes it off first. So who is inside RCU may use what it has taken.
 */
public final class PossibleNxPages {
  private final Design design;
  private final ReentrantLock pagesLock = new ReentrantLock();

  @GuardedBy("pagesLock")
  private final List<NxPage> pages = new ArrayList<>();

  PossibleNxPages(Design design) {
    this.design = design;
  }

  /**
   * {@code track_possible_nx_huge_page()}.
   *
   * @param ifDisallowed not if the page is allowed meanwhile
   */
  void track(NxPage page, boolean ifDisallowed) {
    pagesLock.lock();
    try {
      if (!ifDisallowed || page.isDisallowed()) {
        pages.remove(page);
        pages.add(page);
      }
    } finally {
      pagesLock.unlock();
    }
  }

  /**
   * {@code unaccount_nx_huge_page()} of the oldest.
   *
   * @param logged the frames whose page leaves the list in any case
   * @return null if there is none
   */
  @Nullable NxPage take(IntPredicate logged) {
    pagesLock.lock();
    try {
      if (pages.isEmpty()) {
        return null;
      }
      NxPage first = pages.get(0);
      if (design.has(UNTRACK_AT_TAKE) || logged.test(first.gfn())) {
        first.setDisallowed(false);
        pages.remove(0);
      }
      return first;
    } finally {
      pagesLock.unlock();
    }
  }

  /** {@code tdp_mmu_unlink_sp()}. */
  void unlink(NxPage page) {
    if (!page.isDisallowed()) {
      return; // nobody sets the mark of a table that was linked without it
    }
    pagesLock.lock();
    try {
      page.setDisallowed(false);
      if (design.has(UNTRACK_AT_UNLINK)) {
        pages.remove(page);
      }
    } finally {
      pagesLock.unlock();
    }
  }

  /** The pages, the oldest first. */
  public List<NxPage> pages() {
    pagesLock.lock();
    try {
      return List.copyOf(pages);
    } finally {
      pagesLock.unlock();
    }
  }
}
