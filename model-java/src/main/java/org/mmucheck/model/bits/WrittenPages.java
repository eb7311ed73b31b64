package org.mmucheck.model.bits;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Set;
import java.util.TreeSet;
import org.mmucheck.model.Splats;

/**
 * The two host pages that take turns behind the frame: which of them the guest wrote to, and which
 * KVM has marked dirty.
 *
 * <p>Concurrency: a monitor; its methods are the atomic accesses of the primary MM, of the guest's
 * memory bus and of {@code kvm_set_pfn_dirty()}.
 */
public final class WrittenPages {
  private final Splats splats;

  @GuardedBy("this")
  private int hpte;

  @GuardedBy("this")
  private boolean released;

  @GuardedBy("this")
  private final Set<Integer> written = new TreeSet<>();

  @GuardedBy("this")
  private final Set<Integer> dirty = new TreeSet<>();

  WrittenPages(Splats splats) {
    this.splats = splats;
  }

  /** The page that the host maps: 0 or 1. */
  public synchronized int hpte() {
    return hpte;
  }

  /** The pages that the guest wrote to since the host mapped them. */
  public synchronized Set<Integer> written() {
    return Set.copyOf(written);
  }

  /** The pages that KVM has marked dirty since the host mapped them. */
  public synchronized Set<Integer> dirty() {
    return Set.copyOf(dirty);
  }

  synchronized void write(int pfn) {
    written.add(pfn);
  }

  /** {@code kvm_set_pfn_dirty()}: writes to struct page. */
  synchronized void markDirty(int pfn) {
    if (pfn != hpte || released) {
      splats.report("late writeback: page");
    }
    dirty.add(pfn);
  }

  /** {@code invalidate_range_start()} has returned: the page is the primary MM's own. */
  synchronized void release() {
    released = true;
  }

  /** The primary MM maps the other page; this one it writes out if it is dirty. */
  synchronized void changePte() {
    if (written.contains(hpte) && !dirty.contains(hpte)) {
      splats.report("lost write: page");
    }
    written.clear();
    dirty.clear();
    hpte = 1 - hpte;
    released = false;
  }
}
