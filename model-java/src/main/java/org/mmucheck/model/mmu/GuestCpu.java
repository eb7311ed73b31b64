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

  /**
   * The guest writes {@code gfn}, which a translation to a shared page does not allow.
   *
   * @return false on an EPT violation
   */
  public boolean write(int gfn) {
    return writes(gfn) && access(gfn);
  }

  /** Whether a write to {@code gfn} would find a translation that allows it. */
  public boolean writes(int gfn) {
    int cached = tlb.pfn(gfn);
    if (cached != Tlb.NONE) {
      return allowsWrite(cached);
    }
    TdpRoot root = vcpu.root();
    long spte = root == null ? SpteTable.NONE : root.sptes().getAcquire(gfn);
    return SpteTable.isPresent(spte) && allowsWrite(SpteTable.pfn(spte));
  }

  private boolean allowsWrite(int pfn) {
    return !mm.isShared(mm.page(pfn));
  }

  public Tlb tlb() {
    return tlb;
  }

  public Vcpu vcpu() {
    return vcpu;
  }
}
