package org.mmucheck.model.guestmap;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;

/**
 * A guest page that KVM has mapped for itself: {@code struct kvm_host_map}, with {@code
 * kvm_vcpu_map()} and {@code kvm_vcpu_unmap()}.
 *
 * <p>Concurrency: belongs to the vCPU's task; others look while it is parked. It follows no
 * invalidation: what it maps stays what the host mapped at the time of the map, and stays
 * somebody's only as long as a reference is held.
 */
public final class VcpuMap {
  private final Design design;
  private final HostMm mm;
  private final int gfn;
  private volatile @Nullable Page page;
  private volatile boolean mapped;

  public VcpuMap(Design design, HostMm mm, int gfn) {
    this.design = design;
    this.mm = mm;
    this.gfn = gfn;
  }

  public int gfn() {
    return gfn;
  }

  /** The page that GUP found; null before that. */
  public @Nullable Page page() {
    return page;
  }

  /** Whether there is a kernel address to use. */
  public boolean isMapped() {
    return mapped;
  }

  /**
   * {@code kvm_vcpu_map()}.
   *
   * @return false if the host maps nothing there
   */
  public boolean map(Task vcpu) {
    Probe probe = vcpu.probe();
    probe.before(Step.GFN_TO_PFN);
    boolean pin = design.has(Rule.PIN_PAGE) && design.has(Rule.PIN_AT_MAP);
    Page found = pin ? mm.pinUserPage(gfn) : mm.getUserPage(gfn);
    if (found == null) {
      return false;
    }
    page = found;
    if (!design.has(Rule.HOLD_PAGE_UNTIL_UNMAP)) {
      put(vcpu);
    }
    probe.before(Step.KMAP_PAGE);
    mapped = true;
    return true;
  }

  /** KVM writes through {@code map->hva}. */
  public void write(Task vcpu) {
    vcpu.probe().before(Step.WRITE_KHVA);
    Objects.requireNonNull(page).write();
  }

  /** {@code kvm_vcpu_unmap()}. */
  public void unmap(Task vcpu) {
    vcpu.probe().before(Step.KUNMAP_PAGE);
    mapped = false;
    if (design.has(Rule.HOLD_PAGE_UNTIL_UNMAP) && design.has(Rule.PUT_PAGE_AT_UNMAP)) {
      put(vcpu);
    }
  }

  private void put(Task vcpu) {
    vcpu.probe().before(Step.PUT_MAPPED_PAGE);
    Page held = Objects.requireNonNull(page);
    if (design.has(Rule.PIN_PAGE)) {
      held.unpin();
    } else {
      held.put();
    }
    if (!design.has(Rule.PUT_ONCE)) {
      held.put();
    }
  }
}
