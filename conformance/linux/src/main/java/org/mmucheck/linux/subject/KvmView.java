package org.mmucheck.linux.subject;

import java.util.OptionalLong;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.memory.KernelMemory;

/**
 * The one VM of the machine and its VMM's memory, read from the kernel's structs while the machine
 * stands still.
 */
final class KvmView {
  private static final int ENTRIES_BITS = 9;
  private static final int PAGE_BITS = 12;
  private static final long ENTRIES = 1L << ENTRIES_BITS;
  private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;

  /** {@code INVALID_GPA}: the hull is unset. */
  private static final long UNSET = -1;

  /** A queued rwlock: the writer's byte, and above it and one bit the number of readers. */
  private static final int WRITER = 0xff;

  private static final int READERS_SHIFT = 9;

  private final KernelMemory memory;
  private final Layouts layouts;
  private final long kvm;
  private final long directMap;
  private final long pages;
  private final long pageSize;

  /**
   * @param memory the kernel's
   */
  KvmView(Facts facts, KernelMemory memory) {
    this.memory = memory;
    this.layouts = facts.layouts();
    long list = facts.symbols().all("vm_list").getFirst().address();
    long first = memory.u64(list);
    if (first == list) {
      throw new IllegalStateException("there is no VM");
    }
    this.kvm = first - offset("kvm.vm_list");
    this.directMap = memory.u64(variable(facts, "page_offset_base"));
    this.pages = memory.u64(variable(facts, "vmemmap_base"));
    this.pageSize = layouts.size("page");
  }

  private static long variable(Facts facts, String name) {
    return facts.symbols().all(name).getFirst().address();
  }

  /** The address of {@code struct kvm}. */
  long kvm() {
    return kvm;
  }

  /** A number in {@code struct kvm}, by its path. */
  long number(String path) {
    return layouts.place(path).read(memory, kvm);
  }

  /** A number in another struct, by its path. */
  long number(String path, long struct) {
    return layouts.place(path).read(memory, struct);
  }

  /** Whether somebody holds mmu_lock for write. */
  boolean isWriteLocked() {
    return (lock() & WRITER) == WRITER;
  }

  /** How many hold mmu_lock for read. */
  long readers() {
    return lock() >>> READERS_SHIFT;
  }

  private long lock() {
    return memory.u32(kvm + offset("kvm.mmu_lock.raw_lock.cnts.counter"));
  }

  /** The first frame of the hull; empty if it is unset. */
  OptionalLong hullStart() {
    return frame(number("kvm.mmu_invalidate_range_start"));
  }

  /** The frame after the hull; empty if it is unset. */
  OptionalLong hullEnd() {
    return frame(number("kvm.mmu_invalidate_range_end"));
  }

  private static OptionalLong frame(long number) {
    return number == UNSET ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** The page that the first root maps a guest frame to; empty if it maps it to none. */
  OptionalLong mapped(long gfn) {
    OptionalLong entry = entry(gfn);
    if (entry.isEmpty()) {
      return entry;
    }
    long value = memory.u64(entry.getAsLong());
    return (value & PRESENT) == 0
        ? OptionalLong.empty()
        : OptionalLong.of((value & ADDRESS) >>> PAGE_BITS);
  }

  /** Where the first root has its entry for a frame; empty if it has no table for it. */
  OptionalLong entry(long gfn) {
    long list = kvm + offset("kvm.arch.tdp_mmu_roots");
    long first = memory.u64(list);
    if (first == list) {
      return OptionalLong.empty();
    }
    long root = first - offset("kvm_mmu_page.link");
    long table = number("kvm_mmu_page.spt", root);
    return walk(table, (int) number("kvm_mmu_page.role.level", root), gfn);
  }

  /** The page that backs an address of the VMM's; empty if none does. */
  OptionalLong backing(long address) {
    long table = layouts.place("kvm.mm->pgd").read(memory, kvm);
    OptionalLong entry = walk(table, 4, address >>> PAGE_BITS);
    if (entry.isEmpty()) {
      return entry;
    }
    long value = memory.u64(entry.getAsLong());
    return (value & PRESENT) == 0
        ? OptionalLong.empty()
        : OptionalLong.of((value & ADDRESS) >>> PAGE_BITS);
  }

  /** The address of the entry of the lowest level. */
  private OptionalLong walk(long top, int levels, long frame) {
    long table = top;
    for (int level = levels; level > 1; level--) {
      long value = memory.u64(slot(table, level, frame));
      if ((value & PRESENT) == 0) {
        return OptionalLong.empty();
      }
      if ((value & LARGE) != 0) {
        throw new IllegalStateException("frame 0x%x is in a huge page".formatted(frame));
      }
      table = directMap + (value & ADDRESS);
    }
    return OptionalLong.of(slot(table, 1, frame));
  }

  private static long slot(long table, int level, long frame) {
    long index = frame >>> (level - 1) * ENTRIES_BITS & (ENTRIES - 1);
    return table + index * Long.BYTES;
  }

  /** How many references a page has. */
  long references(long pfn) {
    return number("page._refcount.counter", pages + pfn * pageSize);
  }

  /**
   * Whether a page is on a list of pages in use. One that is not yet waits in a batch of a CPU's,
   * which has a reference to it.
   */
  boolean isListed(long pfn) {
    long flags = memory.u64(pages + pfn * pageSize); // the first field of struct page
    return (flags >>> layouts.constant("PG_lru").orElseThrow() & 1) == 1;
  }

  private long offset(String path) {
    return layouts.place(path).offset();
  }
}
