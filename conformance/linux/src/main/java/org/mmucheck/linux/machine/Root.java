package org.mmucheck.linux.machine;

import java.util.Optional;

/** A root of the TDP MMU: a {@code struct kvm_mmu_page} on {@code kvm->arch.tdp_mmu_roots}. */
public final class Root {
  private final KernelStructs structs;
  private final HostMemory host;
  private final long address;

  Root(KernelStructs structs, HostMemory host, long address) {
    this.structs = structs;
    this.host = host;
    this.address = address;
  }

  /** Where its struct is. */
  public long address() {
    return address;
  }

  /** {@code tdp_mmu_root_count}: how many refer to it. */
  public long count() {
    return structs.number("kvm_mmu_page.tdp_mmu_root_count.refs.counter", address);
  }

  /** {@code role.invalid}: no vCPU may load it, or map anything into it. */
  public boolean isInvalid() {
    return structs.isSet("kvm_mmu_page.role.invalid", address);
  }

  /** {@code tdp_mmu_scheduled_root_to_zap}: a fast zap will zap it. */
  public boolean isScheduled() {
    return structs.isSet("kvm_mmu_page.tdp_mmu_scheduled_root_to_zap", address);
  }

  /** {@code role.level}: how many levels of tables it has. */
  public int level() {
    return (int) structs.number("kvm_mmu_page.role.level", address);
  }

  /** The address space it is for: 1 in system management mode. */
  public int addressSpace() {
    return structs.isSet("kvm_mmu_page.role.smm", address) ? 1 : 0;
  }

  /** The page in which its topmost table lies: what a vCPU's {@code mmu->root.hpa} refers to. */
  public long pfn() {
    return host.pfnOf(structs.number("kvm_mmu_page.spt", address));
  }

  /**
   * The lowest entry for a guest frame that is there: a leaf, or an entry of any level that leads
   * no further.
   */
  public Spte entry(long gfn) {
    long table = structs.number("kvm_mmu_page.spt", address);
    int level = level();
    while (true) {
      long at = HostMemory.slot(table, level, gfn);
      Spte entry = new Spte(at, level, structs.memory().u64(at));
      if (entry.kind() != Spte.Kind.TABLE) {
        return entry;
      }
      table = host.virtual(entry.pfn());
      level--;
    }
  }

  /** The page that it maps a guest frame to. */
  public Optional<Long> mapped(long gfn) {
    Spte entry = entry(gfn);
    return entry.kind() == Spte.Kind.LEAF ? Optional.of(entry.pfn(gfn)) : Optional.empty();
  }
}
