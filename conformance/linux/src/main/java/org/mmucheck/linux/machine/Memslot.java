package org.mmucheck.linux.machine;

/**
 * A {@code struct kvm_memory_slot} that is in use.
 *
 * @param firstGfn the first frame of the guest that it backs
 * @param pages how many
 * @param userspaceAddress where they are in the VMM
 * @param isInvalid it is being deleted or moved: {@code KVM_MEMSLOT_INVALID}
 */
public record Memslot(int id, long firstGfn, long pages, long userspaceAddress, boolean isInvalid) {
  /** Whether it backs a frame. */
  public boolean has(long gfn) {
    return Long.compareUnsigned(gfn - firstGfn, pages) < 0;
  }

  /** Where a frame that it backs is in the VMM. */
  public long address(long gfn) {
    return userspaceAddress + (gfn - firstGfn << HostMemory.PAGE_SHIFT);
  }

  /** Where what it has in the VMM ends. */
  long end() {
    return userspaceAddress + (pages << HostMemory.PAGE_SHIFT);
  }

  /** The frames that it has between two addresses of the VMM; there must be some. */
  Hull frames(long from, long to) {
    long first = Math.max(from, userspaceAddress) - userspaceAddress;
    long after = Math.min(to, end()) - userspaceAddress + HostMemory.PAGE_SIZE - 1;
    return new Hull(
        firstGfn + (first >>> HostMemory.PAGE_SHIFT), firstGfn + (after >>> HostMemory.PAGE_SHIFT));
  }
}
