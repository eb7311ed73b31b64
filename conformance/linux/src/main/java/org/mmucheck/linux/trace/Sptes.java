package org.mmucheck.linux.trace;

import static org.mmucheck.linux.trace.FaultSteps.required;

/** What the tracepoint kvm_tdp_mmu_spte_changed says. */
final class Sptes {
  private static final String PRESENT = "present";

  private Sptes() {}

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
