package org.mmucheck.model.nx;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.mmu.SpteTable;

/**
 * What the hardware of one vCPU does with the tree: it walks to the entry of the upper table, then
 * reads the one of the table that it found there. It keeps both until a flush.
 *
 * <p>Concurrency: {@code pipeline} makes one read and a flush exclude each other; between the two
 * reads anything may happen, and the table may go away. That is what flushes are for.
 */
public final class NxGuest {
  private final NxTree tree;
  private final ReentrantLock pipeline = new ReentrantLock();
  private final AtomicReferenceArray<@Nullable NxPage> cached;

  @GuardedBy("pipeline")
  private final boolean[] tlb; // guarded by pipeline

  NxGuest(NxTree tree) {
    this.tree = tree;
    this.cached = new AtomicReferenceArray<>(tree.regions());
    this.tlb = new boolean[tree.regions()];
  }

  /**
   * Walks to the entry of the upper table. Models {@code WalkRoot}.
   *
   * @return false if there is nothing to read, or no need to
   */
  public boolean walkRoot(int region) {
    pipeline.lock();
    try {
      if (tree.invalid || tlb[region] || cached.get(region) != null) {
        return false;
      }
      long entry = tree.hasUpper() ? tree.upper.sptes().getAcquire(region) : tree.root.getAcquire();
      if (!SpteTable.isPresent(entry)) {
        return false;
      }
      if (NxTree.isTable(entry)) {
        cached.set(region, tree.page(entry));
      } else {
        tlb[region] = true;
      }
      return true;
    } finally {
      pipeline.unlock();
    }
  }

  /**
   * Reads the entry of the table. Models {@code WalkTable}.
   *
   * @return false if it is not present, or there is no table to read
   */
  public boolean walkTable(int region) {
    pipeline.lock();
    try {
      NxPage page = cached.get(region);
      if (tree.invalid || page == null || tlb[region]) {
        return false;
      }
      if (page.page().isFreed()) {
        tree.splats.report("hardware walks a freed table");
        return true;
      }
      tlb[region] = SpteTable.isPresent(page.page().sptes().getAcquire(0));
      return tlb[region];
    } finally {
      pipeline.unlock();
    }
  }

  void flush(int region) {
    pipeline.lock();
    try {
      tlb[region] = false;
      cached.set(region, null);
    } finally {
      pipeline.unlock();
    }
  }

  void flushAll() {
    for (int region = 0; region < tree.regions(); region++) {
      flush(region);
    }
  }

  /** The table that a walk for {@code region} goes on with; null if there is none. */
  public @Nullable NxPage cached(int region) {
    return cached.get(region);
  }

  /** Whether there is a translation. */
  public boolean translates(int region) {
    pipeline.lock();
    try {
      return tlb[region];
    } finally {
      pipeline.unlock();
    }
  }
}
