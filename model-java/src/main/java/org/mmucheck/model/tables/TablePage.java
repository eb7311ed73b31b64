package org.mmucheck.model.tables;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.sync.Rcu;

/**
 * One page-table page: {@code struct kvm_mmu_page} of a table that is no root.
 *
 * <p>Concurrency: whoever takes the table out of the tree frees it; {@code life} goes forward, and
 * the step to FREEING is one exchange, so a second remover is found out. Every access of a task
 * reports if RCU has freed the page; hardware asks {@link #isFreed} by itself.
 */
public final class TablePage {
  /** What became of the page. */
  public enum Life {
    UNUSED,
    LINKED,
    FREEING,
    FREED
  }

  private final int number;
  private final SpteTable sptes;
  private final Splats splats;
  private final AtomicReference<Life> life = new AtomicReference<>(Life.UNUSED);
  private volatile Rcu.@Nullable Callback free;

  public TablePage(int number, int entries, Splats splats) {
    this.number = number;
    this.sptes = new SpteTable(entries);
    this.splats = splats;
  }

  /** The entries, for a task that walks the tree. */
  public SpteTable walk() {
    if (isFreed()) {
      splats.report("use-after-free: table");
    }
    return sptes;
  }

  /** The page is about to be linked. */
  public void setLinked() {
    life.set(Life.LINKED);
  }

  /** The page was not linked after all. */
  public void setUnused() {
    life.set(Life.UNUSED);
  }

  /** {@code call_rcu()}. */
  public void freeBy(Rcu rcu) {
    if (leave(Life.FREEING)) {
      free = rcu.call(() -> life.set(Life.FREED));
    }
  }

  /** Frees the page without a grace period. */
  public void freeAtOnce() {
    leave(Life.FREED);
  }

  private boolean leave(Life next) {
    boolean first = life.compareAndSet(Life.LINKED, next);
    if (!first) {
      splats.report("double call_rcu");
    }
    return first;
  }

  public boolean isFreed() {
    return life.get() == Life.FREED;
  }

  /** The page's physical address, in pages. */
  public int number() {
    return number;
  }

  public SpteTable sptes() {
    return sptes;
  }

  public Life life() {
    return Objects.requireNonNull(life.get());
  }

  /** The RCU callback that frees the page; null before the page is removed. */
  public Rcu.@Nullable Callback free() {
    return free;
  }
}
