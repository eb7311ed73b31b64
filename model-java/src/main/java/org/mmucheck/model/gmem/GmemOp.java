package org.mmucheck.model.gmem;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.sync.Srcu;

/**
 * What an operation on guest_memfd keeps between its steps: the locals of the kernel's functions.
 *
 * <p>Concurrency: belongs to the task of the operation; others look while it is parked.
 */
public final class GmemOp {
  /** What is done. */
  public enum Kind {
    CREATE,
    DELETE,
    PUNCH,
    ERROR,
    RELEASE,
    CLOSE,
    FAULT
  }

  private final Kind kind;
  private final @Nullable GmemFile file;
  private volatile @Nullable GmemSlot slot;
  private volatile @Nullable GmemFile at;
  private volatile boolean ending;
  private volatile long mmuSeq;
  private volatile int folio = GmemInode.NONE;
  private volatile boolean retry;
  private volatile boolean failed;
  private volatile Srcu.@Nullable GracePeriod grace;

  @GuardedBy("this")
  private final Set<Integer> counted = new HashSet<>();

  /**
   * @param file that it is about; null if about none alone
   * @param slot that it makes; null if it makes none
   */
  public GmemOp(Kind kind, @Nullable GmemFile file, @Nullable GmemSlot slot) {
    this.kind = kind;
    this.file = file;
    this.slot = slot;
  }

  public Kind kind() {
    return kind;
  }

  /** The file that it is about; null if about none alone. */
  public @Nullable GmemFile file() {
    return file;
  }

  /**
   * The same where there must be one.
   *
   * @throws IllegalStateException if there is none
   */
  GmemFile ownFile() {
    GmemFile own = file;
    if (own == null) {
      throw new IllegalStateException(kind + " is about no file");
    }
    return own;
  }

  /** The memslot in hand; null if there is none. */
  public @Nullable GmemSlot slot() {
    return slot;
  }

  /**
   * The same where there must be one.
   *
   * @throws IllegalStateException if there is none
   */
  GmemSlot ownSlot() {
    GmemSlot own = slot;
    if (own == null) {
      throw new IllegalStateException(kind + " has no memslot in hand");
    }
    return own;
  }

  /** The file that a walk over the bindings is at; null before the first. */
  public @Nullable GmemFile at() {
    return at;
  }

  /** Whether the invalidation is about to end. */
  public boolean isEnding() {
    return ending;
  }

  /** The frames of the files for which this invalidation has raised the count. */
  public synchronized Set<Integer> counted() {
    return Set.copyOf(counted);
  }

  /** The snapshot of {@code mmu_invalidate_seq}. */
  public long mmuSeq() {
    return mmuSeq;
  }

  /** The folio that is to be mapped; {@link GmemInode#NONE} if there is none. */
  public int folio() {
    return folio;
  }

  /** Whether the fault turned out to be stale. */
  public boolean mustRetry() {
    return retry;
  }

  /** Whether it ends with an error. */
  public boolean hasFailed() {
    return failed;
  }

  /** What the deletion of a memslot waits for; null if it does not. */
  public Srcu.@Nullable GracePeriod grace() {
    return grace;
  }

  void setSlot(@Nullable GmemSlot found) {
    slot = found;
  }

  void walkTo(@Nullable GmemFile next, @Nullable GmemSlot found) {
    at = next;
    slot = found;
  }

  void setEnding() {
    ending = true;
  }

  synchronized void count(GmemFile raised) {
    counted.add(raised.frame());
  }

  synchronized void uncount(GmemFile lowered) {
    counted.remove(lowered.frame());
  }

  void setMmuSeq(long seq) {
    mmuSeq = seq;
  }

  void setFolio(int found) {
    folio = found;
  }

  void setRetry(boolean stale) {
    retry = stale;
  }

  void fail() {
    failed = true;
  }

  void setGrace(Srcu.@Nullable GracePeriod period) {
    grace = period;
  }

  /** A stale fault begins anew. */
  void restart() {
    slot = null;
    mmuSeq = 0;
    retry = false;
  }
}
