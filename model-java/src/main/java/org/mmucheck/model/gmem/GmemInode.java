package org.mmucheck.model.gmem;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Rule;

/**
 * {@code struct gmem_inode} with its page cache, which has one index, and its files.
 *
 * <p>Concurrency: {@code folioLock} guards the page cache: a fault that finds none puts one there.
 * Folios are counted: the cache has one reference and each fault that maps one; who counts from 0
 * allocates.
 */
public final class GmemInode {
  /** No folio. */
  public static final int NONE = -1;

  @Fixed(Fixed.Since.MADE)
  private final List<GmemFile> files;

  private final InvalidateLock invalidateLock;
  private final ReentrantLock folioLock = new ReentrantLock();
  private final AtomicIntegerArray folioRefs;

  @GuardedBy("folioLock")
  private int cached = NONE;

  /**
   * @param files how many files it has; file n backs frame n
   * @param folios how many folios there are
   */
  public GmemInode(Design design, int files, int folios) {
    this.invalidateLock = new InvalidateLock(design.has(Rule.WRITER_WAITS));
    this.files = IntStream.range(0, files).mapToObj(GmemFile::new).toList();
    this.folioRefs = new AtomicIntegerArray(folios);
  }

  /** All files that it ever had, by frame. */
  public List<GmemFile> files() {
    return files;
  }

  public InvalidateLock invalidateLock() {
    return invalidateLock;
  }

  /** The file on its list after {@code last}, or the first; null if there is none. */
  @Nullable GmemFile after(@Nullable GmemFile last) {
    return files.stream()
        .filter(file -> file.life() == GmemFile.Life.OPEN)
        .filter(file -> last == null || file.frame() > last.frame())
        .findFirst()
        .orElse(null);
  }

  /** The folio in the page cache; {@link #NONE} if there is none. */
  public int cached() {
    folioLock.lock();
    try {
      return cached;
    } finally {
      folioLock.unlock();
    }
  }

  /**
   * {@code kvm_gmem_get_folio()}: the folio of the index, with a reference.
   *
   * @throws IllegalStateException if there is no memory
   */
  int getFolio() {
    folioLock.lock();
    try {
      if (cached == NONE) {
        cached = allocate();
      }
      folioRefs.getAndIncrement(cached);
      return cached;
    } finally {
      folioLock.unlock();
    }
  }

  private int allocate() {
    for (int folio = 0; folio < folioRefs.length(); folio++) {
      if (folioRefs.compareAndSet(folio, 0, 1)) {
        return folio;
      }
    }
    throw new IllegalStateException("no folio is free");
  }

  /** {@code folio_put()}. */
  void putFolio(int folio) {
    folioRefs.getAndDecrement(folio);
  }

  /** {@code truncate_inode_pages_range()}. */
  void removeFolio() {
    folioLock.lock();
    try {
      if (cached != NONE) {
        folioRefs.getAndDecrement(cached);
        cached = NONE;
      }
    } finally {
      folioLock.unlock();
    }
  }
}
