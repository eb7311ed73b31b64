package org.mmucheck.model.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * The host process whose memory is the guest's: {@code struct mm_struct}, its page tables and the
 * pages behind them. Frame {@code g} of the guest is frame {@code g} of this address space.
 *
 * <p>Concurrency: {@code pageTableLock} protects the PTEs and makes "look up and take a reference"
 * one step, as it does for {@code get_user_pages()}; nobody waits for anything while holding it. It
 * also keeps allocating and freeing apart. A page without references that no PTE maps gets none any
 * more, so it may be freed at any later time: see {@link Page}.
 */
public final class HostMm implements GuestMemory {
  private static final long TEARDOWN_POLL_NANOS = 10_000;

  private final PageKind kind;

  @Fixed(Fixed.Since.MADE)
  private final List<Page> pages;

  private final AtomicReferenceArray<@Nullable Page> ptes;

  @GuardedBy("pageTableLock")
  private final boolean[] allocating; // by page number: allocated, not mapped yet

  @Fixed(Fixed.Since.TASKS_RUN)
  private volatile List<Page> shared = List.of(); // PTEs of these forbid to write

  private final ReentrantLock pageTableLock = new ReentrantLock();
  private final CopyOnWriteArrayList<MmuNotifier> notifiers = new CopyOnWriteArrayList<>();

  /**
   * An address space whose frame {@code g} maps page {@code g}, as far as there are pages.
   *
   * @param frames number of frames
   * @param pageCount number of pages; those beyond the frames belong to nobody
   */
  public HostMm(int frames, int pageCount, PageKind kind, Splats splats) {
    this.kind = kind;
    this.ptes = new AtomicReferenceArray<>(frames);
    this.allocating = new boolean[pageCount];
    List<Page> made = new ArrayList<>();
    for (int number = 0; number < pageCount; number++) {
      boolean mapped = number < frames;
      Page page = new Page(number, mapped ? Owner.GUEST : unused(), splats);
      made.add(page);
      if (mapped) {
        page.setRefs(mappingRefs());
        ptes.set(number, page);
      }
    }
    this.pages = List.copyOf(made);
  }

  /** {@code mmu_notifier_register()}. */
  public void register(MmuNotifier notifier) {
    notifiers.add(notifier);
  }

  /**
   * Shares every page that is mapped, as {@code fork()} and ksmd do: who writes gets a copy. Called
   * before anybody uses the address space.
   */
  public void share() {
    shared = pages.stream().filter(this::isMapped).toList();
  }

  /** Whether the page is shared, so that nobody may write to it. */
  public boolean isShared(@Nullable Page page) {
    return shared.contains(page);
  }

  public int frames() {
    return ptes.length();
  }

  /** All pages, by number. */
  public List<Page> pages() {
    return pages;
  }

  /**
   * @throws IndexOutOfBoundsException if there is no page of that number
   */
  public Page page(int number) {
    return pages.get(number);
  }

  /** The page that the host maps at {@code frame}; null if it maps none. Not a stable answer. */
  public @Nullable Page pte(int frame) {
    return ptes.getAcquire(frame);
  }

  @Override
  public void setDirtyAccessed(int pfn) {
    page(pfn).setDirtyAccessed();
  }

  /** {@code get_user_pages(FOLL_WRITE)}: the page at {@code frame} with a reference, or null. */
  public @Nullable Page getUserPage(int frame) {
    return lookUp(frame, false);
  }

  /** {@code pin_user_pages(FOLL_WRITE)}: the page at {@code frame} with a pin, or null. */
  public @Nullable Page pinUserPage(int frame) {
    return lookUp(frame, true);
  }

  private @Nullable Page lookUp(int frame, boolean pin) {
    pageTableLock.lock();
    try {
      Page page = ptes.get(frame);
      if (page == null) {
        return null;
      }
      if (pin) {
        page.pin();
      } else {
        page.get();
      }
      page.makeWritable();
      return page;
    } finally {
      pageTableLock.unlock();
    }
  }

  /**
   * Allocates what a change of the range needs, as copy-on-write and migration do before they
   * invalidate.
   *
   * @param first first frame of the range
   * @param last last frame of the range, included
   * @param page the page that the first frame shall get; null to unmap it
   * @return null if that page is not there to be allocated
   */
  public @Nullable PteChange prepareChange(Task task, int first, int last, @Nullable Page page) {
    if (page != null && !allocate(page)) {
      return null;
    }
    return new PteChange(task, first, last, page, invalidations(task, first, last));
  }

  /**
   * Allocates the copy of the page at {@code frame}: {@code wp_page_copy()}, before it invalidates.
   *
   * @return null if no page is free
   */
  public @Nullable PteChange prepareCopy(Task task, int frame) {
    for (Page page : pages) {
      if (allocate(page)) {
        List<MmuNotifier.Invalidation> invalidations =
            notifiers.stream().map(notifier -> notifier.copy(task, frame)).toList();
        return new PteChange(task, frame, frame, page, true, invalidations);
      }
    }
    return null;
  }

  /** One invalidation of {@code first..last} for each registered notifier. */
  List<MmuNotifier.Invalidation> invalidations(Task task, int first, int last) {
    return notifiers.stream().map(notifier -> notifier.invalidation(task, first, last)).toList();
  }

  /**
   * Prepares a change of one PTE that leaves its page as it is, as mprotect() and NUMA hinting do.
   *
   * @return null if nothing is mapped there
   */
  public @Nullable PteChange prepareKeeping(Task task, int frame) {
    Page page = getUserPage(frame);
    if (page == null) {
      return null;
    }
    return new PteChange(task, frame, frame, page, invalidations(task, frame, frame));
  }

  /** Prepares the end of the process, {@code exit_mmap()}: nothing is mapped any more. */
  public PteChange prepareExit(Task task) {
    List<MmuNotifier.Invalidation> releases =
        notifiers.stream().map(notifier -> notifier.release(task)).toList();
    return new PteChange(task, 0, frames() - 1, null, releases);
  }

  /** Makes the change, under the protection of the registered notifiers. */
  public void change(PteChange change) {
    change.invalidations().forEach(MmuNotifier.Invalidation::start);
    change.task().probe().before(Step.CHANGE_PTE);
    changePtes(change);
    change.invalidations().forEach(MmuNotifier.Invalidation::end);
  }

  /**
   * {@code memunmap_pages()}: unmaps everything and waits until nobody refers to a page any more.
   *
   * @param change of the whole address space, to nothing
   * @throws IllegalStateException if the thread is interrupted while it waits
   */
  public void tearDownDevice(PteChange change) {
    change(change);
    change.task().probe().before(Step.DEV_PAGEMAP_CLEANUP, this::isUnreferenced);
    while (!isUnreferenced()) {
      LockSupport.parkNanos(this, TEARDOWN_POLL_NANOS);
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted while the device's pages are in use");
      }
    }
  }

  void changePtes(PteChange change) {
    pageTableLock.lock();
    try {
      Page fresh = change.takePage();
      if (fresh != null) {
        allocating[fresh.number()] = false;
      }
      if (fresh != null && change.copies() && !isShared(ptes.get(change.first()))) {
        fresh.put(); // another has copied the page, or it is gone
        return;
      }
      for (int frame = change.first(); frame <= change.last(); frame++) {
        Page old = ptes.get(frame);
        ptes.setRelease(frame, frame == change.first() ? fresh : null);
        if (old != null && mappingRefs() > 0) {
          old.put();
        }
      }
    } finally {
      pageTableLock.unlock();
    }
  }

  private boolean allocate(Page page) {
    pageTableLock.lock();
    try {
      if (!page.casOwner(unused(), Owner.GUEST)) {
        return false;
      }
      page.setRefs(mappingRefs());
      allocating[page.number()] = true;
      return true;
    } finally {
      pageTableLock.unlock();
    }
  }

  /** {@code __free_pages()}: frees a page that nobody refers to; false if somebody does. */
  public boolean free(Page page) {
    if (kind == PageKind.ZONE_DEVICE) {
      return false;
    }
    pageTableLock.lock(); // keeps out allocate(), between owner and count
    try {
      if (page.refs() != 0 || !page.casOwner(Owner.GUEST, Owner.FREE)) {
        return false;
      }
      page.setClean(false);
      return true;
    } finally {
      pageTableLock.unlock();
    }
  }

  /** {@code alloc_pages()} for somebody else; false if the page is not free. */
  public boolean reuse(Page page) {
    return page.casOwner(Owner.FREE, Owner.OTHER);
  }

  /**
   * A DAX file system gives a truncated block to another file, once it is idle; false if it is
   * mapped or busy.
   */
  public boolean giveAway(Page page) {
    if (kind != PageKind.ZONE_DEVICE) {
      return false;
    }
    pageTableLock.lock();
    try {
      return page.refs() == 0
          && !isMapped(page)
          && !allocating[page.number()]
          && page.casOwner(Owner.GUEST, Owner.OTHER);
    } finally {
      pageTableLock.unlock();
    }
  }

  /**
   * Writeback: the file system writes the page and write-protects its mappings, {@code
   * folio_mkclean()}; false if it leaves the page alone, because it is pinned or clean.
   */
  public boolean clean(Page page) {
    if (kind != PageKind.FILE) {
      return false;
    }
    pageTableLock.lock();
    try {
      if (!isMapped(page) || page.pins() != 0 || page.isClean()) {
        return false;
      }
      page.setClean(true);
      return true;
    } finally {
      pageTableLock.unlock();
    }
  }

  /** Whether nobody refers to any page. */
  public boolean isUnreferenced() {
    return pages.stream().allMatch(page -> page.refs() == 0);
  }

  private boolean isMapped(Page page) {
    for (int frame = 0; frame < ptes.length(); frame++) {
      if (ptes.get(frame) == page) {
        return true;
      }
    }
    return false;
  }

  private Owner unused() {
    return kind == PageKind.ZONE_DEVICE ? Owner.IDLE : Owner.FREE;
  }

  private int mappingRefs() {
    return kind == PageKind.ZONE_DEVICE ? 0 : 1;
  }
}
