package org.mmucheck.model.gmem;

import org.jspecify.annotations.Nullable;

/**
 * {@code struct kvm_memory_slot} with {@code KVM_MEM_GUEST_MEMFD}, one frame large.
 *
 * <p>Concurrency: {@code life} is written under kvm->slots_lock. {@code file} is written under it
 * and the invalidate lock; a fault reads it inside a read-side section of kvm->srcu, which keeps
 * the memslot, and tells from the file's reference count whether the file is still there.
 */
public final class GmemSlot {
  /** How far it has come. */
  public enum Life {
    /** Not allocated. */
    UNBORN,
    /** Allocated, and its file known. */
    MADE,
    /** Prepared: nothing but its binding is missing. */
    READY,
    /** In kvm->memslots. */
    VALID,
    /** There still, but on its way out: KVM_MEMSLOT_INVALID. */
    INVALID,
    /** No longer in kvm->memslots. */
    GONE,
    /** Freed. */
    FREED
  }

  private final String name;
  private volatile Life life = Life.UNBORN;
  private volatile @Nullable GmemFile file;

  public GmemSlot(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Life life() {
    return life;
  }

  /**
   * {@code KVM_MEMSLOT_INVALID}: it is on its way out, or gone. A reader that got it from
   * kvm->memslots may look after it was removed there; the flag is never taken back.
   */
  public boolean isInvalid() {
    return life.compareTo(Life.INVALID) >= 0;
  }

  /** {@code slot->gmem.file}; null if it has none, or forgot it when the file was released. */
  public @Nullable GmemFile file() {
    return file;
  }

  void setLife(Life next) {
    life = next;
  }

  void setFile(@Nullable GmemFile backing) {
    file = backing;
  }

  @Override
  public String toString() {
    return name;
  }
}
