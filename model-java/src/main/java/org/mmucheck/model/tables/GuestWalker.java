package org.mmucheck.model.tables;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.SpteTable;

/**
 * What the hardware of one vCPU does with the tree: it reads an entry of the root, then one of the
 * table that it found there. It keeps both, for each frame, until a flush that covers the frame.
 *
 * <p>Concurrency: {@code pipeline} makes one read and a flush exclude each other; between the two
 * reads anything may happen, and the table may go away. That is what flushes are for.
 */
public final class GuestWalker {
  private final TdpTree tree;
  private final ReentrantLock pipeline = new ReentrantLock();
  private final AtomicReferenceArray<@Nullable TablePage> cached;

  @GuardedBy("pipeline")
  private final boolean[] tlb; // guarded by pipeline

  GuestWalker(TdpTree tree) {
    this.tree = tree;
    this.cached = new AtomicReferenceArray<>(tree.gfns());
    this.tlb = new boolean[tree.gfns()];
  }

  /**
   * Reads the entry of the root. Models {@code WalkRoot}.
   *
   * @return false if there is nothing to read, or no need to
   */
  public boolean walkRoot(int gfn) {
    pipeline.lock();
    try {
      long entry = tree.root.getAcquire(tree.slotOf(gfn));
      if (tlb[gfn] || cached.get(gfn) != null || !SpteTable.isPresent(entry)) {
        return false;
      }
      if (entry == TdpTree.HUGE) {
        tlb[gfn] = true;
      } else {
        cached.set(gfn, tree.table(entry));
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
  public boolean walkTable(int gfn) {
    pipeline.lock();
    try {
      TablePage table = cached.get(gfn);
      if (table == null || tlb[gfn]) {
        return false;
      }
      if (table.isFreed()) {
        tree.splats.report("hardware walks a freed table");
        return true;
      }
      tlb[gfn] = SpteTable.isPresent(table.sptes().getAcquire(tree.indexOf(gfn)));
      return tlb[gfn];
    } finally {
      pipeline.unlock();
    }
  }

  void flush(GfnRange range) {
    pipeline.lock();
    try {
      for (int gfn = range.start(); gfn < Math.min(range.end(), tlb.length); gfn++) {
        tlb[gfn] = false;
        cached.set(gfn, null);
      }
    } finally {
      pipeline.unlock();
    }
  }

  /** The table that a walk for {@code gfn} goes on with; null if there is none. */
  public @Nullable TablePage cached(int gfn) {
    return cached.get(gfn);
  }

  /** Whether there is a translation. */
  public boolean translates(int gfn) {
    pipeline.lock();
    try {
      return tlb[gfn];
    } finally {
      pipeline.unlock();
    }
  }
}
