package org.mmucheck.model.mmu;

import org.mmucheck.model.host.HostMm;

/**
 * A vCPU in guest mode: the hardware that walks the SPTEs of the vCPU's root and caches them.
 *
 * <p>Concurrency: the guest takes no lock of KVM's. See {@link Tlb} for what the hardware orders.
 */
public final class GuestCpu {
  private final Vcpu vcpu;
  private final HostMm mm;
  private final Tlb tlb;

  GuestCpu(Vcpu vcpu, HostMm mm, Tlb tlb) {
    this.vcpu = vcpu;
    this.mm = mm;
    this.tlb = tlb;
  }

  /**
   * The guest reads or writes {@code gfn}.
   *
   * @return false on an EPT violation: there is no translation, and KVM has to handle the fault
   */
  public boolean access(int gfn) {
    TdpRoot root = vcpu.root();
    return root != null && tlb.access(gfn, root.sptes(), mm);
  }

  /**
   * {@code vcpu_enter_guest()}: enters the guest, which accesses {@code gfn}, and leaves it.
   *
   * @return false if the vCPU has to serve a request first, or there is no translation
   */
  public boolean enterAndAccess(int gfn) {
    return tlb.inGuest(
        () -> {
          if (!vcpu.enterGuest()) {
            return false;
          }
          boolean translated = access(gfn);
          vcpu.exitGuest();
          return translated;
        });
  }

  /** Whether an access to {@code gfn} would find a translation. */
  public boolean translates(int gfn) {
    TdpRoot root = vcpu.root();
    return tlb.pfn(gfn) != Tlb.NONE
        || (root != null && SpteTable.isPresent(root.sptes().getAcquire(gfn)));
  }

  public Tlb tlb() {
    return tlb;
  }

  public Vcpu vcpu() {
    return vcpu;
  }
}
