package org.mmucheck.model.gmem;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct gmem_file}: one VM's view of the inode, with the memslot that is bound to it.
 *
 * <p>Concurrency: {@code refs} is the file's reference count: whoever puts the last one leaves the
 * file to be released, and from then on nobody gets one; RCU keeps the count itself, which may be
 * looked at after the file was freed. {@code binding} is written with the invalidate lock held for
 * write and read with it held in either mode; {@code kfree()} comes when nobody has a way to the
 * file any more.
 */
public final class GmemFile {
  /** What became of it. */
  public enum Life {
    /** On the inode's list. */
    OPEN,
    /** Off the list. */
    RELEASED,
    /** Freed. */
    FREED
  }

  private final int frame;
  private final AtomicInteger refs = new AtomicInteger(1); // of its descriptor
  private volatile boolean hasDescriptor = true;
  private final AtomicBoolean inRelease = new AtomicBoolean();
  private volatile Life life = Life.OPEN;
  private volatile @Nullable GmemSlot binding;

  /**
   * @param frame the guest frame that it backs
   */
  GmemFile(int frame) {
    this.frame = frame;
  }

  /** The guest frame that it backs. */
  public int frame() {
    return frame;
  }

  public int refs() {
    return refs.get();
  }

  public boolean hasDescriptor() {
    return hasDescriptor;
  }

  public Life life() {
    return life;
  }

  /** What {@code f->bindings} has at the one index; null if nothing. */
  public @Nullable GmemSlot binding() {
    return binding;
  }

  void setBinding(@Nullable GmemSlot slot) {
    binding = slot;
  }

  void setLife(Life next) {
    life = next;
  }

  /** {@code get_file()}: for who knows that a reference is there. */
  void get() {
    refs.getAndIncrement();
  }

  /** {@code fget()} of its descriptor; close() in parallel may have put the last reference. */
  boolean open() {
    return hasDescriptor && tryGet();
  }

  /** {@code get_file_active()}: takes a reference unless the last one was put. */
  boolean tryGet() {
    int seen = refs.get();
    while (seen > 0) {
      int witness = refs.compareAndExchange(seen, seen + 1);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /** {@code fput()}, but that its release is left to {@link GmemRelease}. */
  void put() {
    refs.getAndDecrement();
  }

  /** The descriptor goes; its reference is the caller's now. */
  public void closeDescriptor() {
    hasDescriptor = false;
  }

  /**
   * The release of a file whose last reference was put begins, once.
   *
   * @return false if it may not, or has begun
   */
  boolean beginRelease() {
    return refs.get() == 0 && life == Life.OPEN && inRelease.compareAndSet(false, true);
  }
}
