package org.mmucheck.model.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.mmucheck.model.Splats;

/**
 * A host page and what {@code struct page} says about it.
 *
 * <p>Concurrency: anybody who holds a reference may take another; the first comes from a host PTE
 * or from the allocator. A count that has dropped to zero stays there until the page is allocated
 * again, so whoever frees it needs no lock. Counts change with full atomics; plain users of the
 * page read {@code owner} with acquire, which pairs with the compare-and-set that gives it away.
 */
public final class Page {
  private final int number;
  private final Splats splats;
  private final AtomicInteger refs = new AtomicInteger();
  private final AtomicInteger pins = new AtomicInteger();
  private final AtomicReference<Owner> owner;
  private final AtomicInteger kernelMappings = new AtomicInteger();
  private volatile boolean clean;

  Page(int number, Owner owner, Splats splats) {
    this.number = number;
    this.splats = splats;
    this.owner = new AtomicReference<>(owner);
  }

  /** The page frame number. */
  public int number() {
    return number;
  }

  /** How many references there are. */
  public int refs() {
    return refs.getAcquire();
  }

  /** How many of the references are FOLL_PINs. */
  public int pins() {
    return pins.getAcquire();
  }

  /** How many kernel mappings there are. */
  public int kernelMappings() {
    return kernelMappings.getAcquire();
  }

  /** {@code kmap()} or {@code memremap()}. */
  public void map() {
    kernelMappings.getAndIncrement();
  }

  /** {@code kunmap()} or {@code memunmap()}. */
  public void unmap() {
    kernelMappings.getAndDecrement();
  }

  public Owner owner() {
    return owner.getAcquire();
  }

  /** Whether its file system believes that the page is as on disk, and has write-protected it. */
  public boolean isClean() {
    return clean;
  }

  /** Whether the page is no longer the guest's to use: freed, or given away by its device. */
  public boolean isTaken() {
    Owner now = owner();
    return now == Owner.FREE || now == Owner.OTHER;
  }

  /** KVM writes to the page through a kernel mapping, as unaware of its state as a store is. */
  public void write() {
    if (isTaken()) {
      splats.report("use-after-free: page");
    }
    if (clean) {
      splats.report("write to a clean page");
      clean = false;
    }
  }

  /** A zapped SPTE's dirty and accessed bits are written back to {@code struct page}. */
  void setDirtyAccessed() {
    if (isTaken()) {
      splats.report("use-after-free: page");
    }
  }

  /** The guest reads or writes the page through a translation. */
  public void guestAccess() {
    if (isTaken()) {
      splats.report("guest access to a freed page");
    }
  }

  /** A write fault through the host's PTE tells the file system: {@code page_mkwrite()}. */
  void makeWritable() {
    clean = false;
  }

  void setClean(boolean clean) {
    this.clean = clean;
  }

  void get() {
    refs.getAndIncrement();
  }

  void pin() {
    refs.getAndIncrement();
    pins.getAndIncrement();
  }

  /** {@code put_page()}. The host frees the page at its leisure once nobody refers to it. */
  public void put() {
    refs.getAndDecrement();
  }

  /** {@code unpin_user_page()}. */
  public void unpin() {
    pins.getAndDecrement();
    refs.getAndDecrement();
  }

  void setRefs(int references) {
    refs.setRelease(references);
  }

  boolean casOwner(Owner from, Owner to) {
    return owner.compareAndSet(from, to);
  }

  @Override
  public String toString() {
    return "page " + number;
  }
}
