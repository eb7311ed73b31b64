package org.mmucheck.linux.machine;

/**
 * An entry of the TDP MMU's page tables ({@code arch/x86/kvm/mmu/spte.h}).
 *
 * @param at where it lies
 * @param level 1 for 4 KiB, 2 for 2 MiB, ...
 */
public record Spte(long at, int level, long value) {
  /** SPTE_MMU_PRESENT_MASK; the hardware ignores it. */
  private static final long PRESENT = 1L << 11;

  /** Set in an entry of a higher level that maps a huge page instead of a table. */
  private static final long HUGE = 1L << 7;

  /** SHADOW_NONPRESENT_VALUE since v6.10; it was 0 before. */
  private static final long NOTHING = 1L << 63;

  /** FROZEN_SPTE without it, of 7.3; and REMOVED_SPTE, then FROZEN_SPTE, up to 6.12. */
  private static final long FROZEN = 0x1a0;

  private static final long FROZEN_BEFORE = 0x5a0;

  private static final long ADDRESS = 0x000f_ffff_ffff_f000L;

  /** What an entry says. */
  public enum Kind {
    /** Nothing is mapped. */
    NONE,
    /** It maps a page. */
    LEAF,
    /** It points to a table of the next lower level. */
    TABLE,
    /** A task changes it, and others keep off. */
    FROZEN,
    /** It remembers that there is no memory, so that an access is emulated. */
    MMIO
  }

  public Kind kind() {
    if ((value & PRESENT) != 0) {
      return level == 1 || (value & HUGE) != 0 ? Kind.LEAF : Kind.TABLE;
    }
    long rest = value & ~NOTHING;
    if (rest == 0) {
      return Kind.NONE;
    }
    return rest == FROZEN || rest == FROZEN_BEFORE ? Kind.FROZEN : Kind.MMIO;
  }

  /** The page that a leaf maps, or in which a table lies. */
  public long pfn() {
    return (value & ADDRESS) >>> HostMemory.PAGE_SHIFT;
  }

  /**
   * The page that a leaf maps a frame to.
   *
   * @param gfn inside what the leaf maps
   */
  public long pfn(long gfn) {
    long within = (1L << HostMemory.TABLE_SHIFT * (level - 1)) - 1;
    return pfn() + (gfn & within);
  }
}
