package org.mmucheck.model.host;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.mmucheck.model.Splats;

/**
 * The host pages behind a range of guest memory, as far as a late writeback of KVM can reach them:
 * page {@code pfn} is free to be given away once KVM has told that it no longer uses it.
 *
 * <p>Concurrency: each page's life is one atomic word that only goes forward, MAPPED, RELEASED,
 * FREE, REUSED. A writeback reads it once: what it reports was true when it touched the page.
 */
public final class GuestPages implements GuestMemory {
  /** The life of one page. */
  public enum Life {
    /** Behind a host PTE; KVM may map it. */
    MAPPED,
    /** {@code invalidate_range_start()} has returned: the primary MM may do with it as it likes. */
    RELEASED,
    /** On the free list. */
    FREE,
    /** The page allocator gave it to somebody else. */
    REUSED
  }

  private final AtomicReferenceArray<Life> pages;
  private final Splats splats;

  /**
   * @param count the number of pages, all mapped
   */
  public GuestPages(int count, Splats splats) {
    Life[] mapped = new Life[count];
    java.util.Arrays.fill(mapped, Life.MAPPED);
    this.pages = new AtomicReferenceArray<>(mapped);
    this.splats = splats;
  }

  public Life life(int pfn) {
    return pages.getAcquire(pfn);
  }

  /** KVM told that it no longer uses the page. */
  @Override
  public void release(int pfn) {
    pages.compareAndSet(pfn, Life.MAPPED, Life.RELEASED);
  }

  /**
   * The primary MM frees the page.
   *
   * @return false if KVM may still use it, or it is free already
   */
  public boolean free(int pfn) {
    return pages.compareAndSet(pfn, Life.RELEASED, Life.FREE);
  }

  /**
   * The page allocator gives the page to somebody else.
   *
   * @return false if it is not free
   */
  public boolean reuse(int pfn) {
    return pages.compareAndSet(pfn, Life.FREE, Life.REUSED);
  }

  /** {@code kvm_set_pfn_dirty()} and {@code kvm_set_pfn_accessed()}: writes to struct page. */
  @Override
  public void setDirtyAccessed(int pfn) {
    Life seen = life(pfn);
    if (seen != Life.MAPPED) {
      splats.report("late writeback: page");
    }
    if (seen == Life.FREE || seen == Life.REUSED) {
      splats.report("use-after-free: page");
    }
  }
}
