package org.mmucheck.linux.trace;

import static org.mmucheck.linux.trace.FaultSteps.required;

import java.util.Set;

/** What the tracepoint kvm_tdp_mmu_spte_changed says. */
final class Sptes {
  private static final String PRESENT = "present";

  private static final String NONE = "none";
  private static final String FROZEN = "frozen";

  /** The bit of an entry that KVM has set no page in: it suppresses #VE where there is one. */
  private static final long SUPPRESS = 1L << 63;

  /** Entries that KVM has frozen, in the releases that are known, without {@link #SUPPRESS}. */
  private static final Set<Long> FROZEN_ENTRIES = Set.of(0x5a0L, 0x5a4L, 0x1a0L);

  /** AMD: marks the remembered emulation of MMIO, whose present bit is set, too. */
  private static final long MMIO = 1L << 51;

  private static final long PRESENT_BITS = 7;
  private static final int PAGE_SHIFT = 12;
  private static final long FRAMES = 0xff_ffff_ffffL;

  private Sptes() {}

  /** What an entry is, by its bits. */
  static String kind(long entry) {
    if (FROZEN_ENTRIES.contains(entry & ~SUPPRESS)) {
      return FROZEN;
    }
    if ((entry & MMIO) != 0 && (entry & SUPPRESS) == 0) {
      return "mmio";
    }
    return (entry & ~SUPPRESS) != 0 && (entry & PRESENT_BITS) != 0 ? PRESENT : NONE;
  }

  /** The page frame of an entry. */
  static long frame(long entry) {
    return entry >>> PAGE_SHIFT & FRAMES;
  }

  /** A 4 KiB leaf of the first address space; the others are outside the spec. */
  static boolean isLeaf(KernelEvent event) {
    return required(event.number("level")) == 1 && required(event.number("as_id")) == 0;
  }

  /** Something was mapped and is no longer. */
  static boolean goes(KernelEvent event) {
    return event.text("old").equals(PRESENT) && !event.text("new").equals(PRESENT);
  }

  /** Something is mapped that was not, or another page. */
  static boolean comes(KernelEvent event) {
    return event.text("new").equals(PRESENT)
        && !(event.text("old").equals(PRESENT)
            && required(event.number("oldpfn")) == required(event.number("newpfn")));
  }
}
