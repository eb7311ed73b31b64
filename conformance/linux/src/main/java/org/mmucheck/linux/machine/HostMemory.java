package org.mmucheck.linux.machine;

import java.util.Optional;

/** The host's pages and a process's page tables, on x86-64. */
public final class HostMemory {
  static final int PAGE_SHIFT = 12;
  static final int PAGE_SIZE = 1 << PAGE_SHIFT;

  /** A table has 512 entries. */
  static final int TABLE_SHIFT = 9;

  private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
  private static final long PRESENT = 1;

  /** Also in an entry that is not present to the hardware: the kernel's PROT_NONE. */
  private static final long GLOBAL_OR_NONE = 1L << 8;

  private static final long HUGE = 1L << 7;

  /** Where the topmost level begins with four levels of tables. */
  private static final int FOUR_LEVELS = 39;

  private final KernelStructs structs;
  private final long directMap;
  private final long pages;

  public HostMemory(KernelStructs structs) {
    this.structs = structs;
    directMap = structs.memory().u64(structs.variable("page_offset_base"));
    pages = structs.memory().u64(structs.variable("vmemmap_base"));
  }

  /** Where the entry for a frame is in a table of a level. */
  static long slot(long table, int level, long frame) {
    long index = frame >>> (level - 1) * TABLE_SHIFT & (1L << TABLE_SHIFT) - 1;
    return table + index * Long.BYTES;
  }

  /** Where the kernel sees a page. */
  public long virtual(long pfn) {
    return directMap + (pfn << PAGE_SHIFT);
  }

  /** The page of an address at which the kernel sees all memory. */
  public long pfnOf(long virtual) {
    return virtual - directMap >>> PAGE_SHIFT;
  }

  /**
   * The page that backs an address of a process.
   *
   * @param mm the process's {@code struct mm_struct}
   * @return empty if none does now: nothing is mapped there, or what was is elsewhere
   */
  public Optional<Long> backing(long mm, long address) {
    long frame = address >>> PAGE_SHIFT;
    long table = structs.number("mm_struct.pgd", mm);
    for (int level = levels(); ; level--) {
      long entry = structs.memory().u64(slot(table, level, frame));
      if ((entry & (PRESENT | GLOBAL_OR_NONE)) == 0) {
        return Optional.empty();
      }
      if (level == 1 || (entry & HUGE) != 0) {
        long within = (1L << TABLE_SHIFT * (level - 1)) - 1;
        return Optional.of(((entry & ADDRESS) >>> PAGE_SHIFT) + (frame & within));
      }
      table = directMap + (entry & ADDRESS);
    }
  }

  /** How many references there are to a page, or to the larger folio that it is a part of. */
  public long references(long pfn) {
    return structs.number("page._refcount.counter", head(pages + pfn * structs.size("page")));
  }

  /**
   * Whether a page has a flag.
   *
   * @param number the flag's, which the kernel tells
   */
  public boolean hasFlag(long pfn, long number) {
    long page = pages + pfn * structs.size("page");
    return (structs.memory().u64(page) >>> number & 1) == 1; // flags come first
  }

  /** {@code compound_head()}: since 7.x a part of a folio has a mask there, and not the head. */
  private long head(long page) {
    boolean isMask = structs.has("page.compound_info");
    long word = structs.number(isMask ? "page.compound_info" : "page.compound_head", page);
    if ((word & 1) == 0) {
      return page;
    }
    return isMask ? page & word : word - 1;
  }

  private int levels() {
    long shift = structs.memory().u32(structs.variable("pgdir_shift"));
    return shift == FOUR_LEVELS ? 4 : 5;
  }
}
