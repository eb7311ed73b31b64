package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.ofFrames;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.Vcpu;

/** A VM in a host's address space, with one root that stays and vCPUs that fault on it. */
abstract class OneRootSubject extends KvmSubject {
  /** A vCPU; it has the fault in hand that it handles. */
  static final class Faulter extends Worker<PageFault> {
    private final Vcpu vcpu;

    Faulter(Seat seat, Vcpu vcpu) {
      super(seat);
      this.vcpu = vcpu;
    }

    Vcpu vcpu() {
      return vcpu;
    }

    Runnable fault(int gfn, Consumer<PageFault> handler) {
      return fault(gfn, false, handler);
    }

    Runnable fault(int gfn, boolean write, Consumer<PageFault> handler) {
      return begin(new PageFault(gfn, write), handler);
    }
  }

  protected final Splats splats = new Splats();
  protected final int gfns;
  protected final HostMm mm;
  protected final HostView host;
  protected final Kvm kvm;
  protected final TdpRoot root;
  protected final List<Faulter> vcpus;

  protected OneRootSubject(Setup setup, int gfns, int pages) {
    super(setup);
    this.gfns = gfns;
    this.mm = new HostMm(gfns, pages, PageKind.ANON, splats);
    this.host = new HostView(mm);
    this.kvm = new Kvm(constants.design(), gfns, mm, splats);
    this.vcpus = crew("Vcpu", "Faults", seat -> new Faulter(seat, kvm.vcpu(seat.task())));
    this.root = kvm.newRootPage("root");
    kvm.populate(root, List.of(), vcpus.stream().map(Faulter::vcpu).toList());
    watch(kvm, mm, splats, root);
    watch(mm.pages().toArray());
    VmView.project(projection, kvm);
    host.project(projection);
    projection.add(
        "spte", () -> ofFrames(gfns, gfn -> VmView.target(root.sptes().getAcquire(gfn))));
  }

  /** A vCPU faults on a frame that the root does not map. */
  protected final void faultWhereUnmapped(BiConsumer<Vcpu, PageFault> handler) {
    when(
        Start.HANDLE_FAULT,
        vcpus,
        (vcpu, action) -> {
          int gfn = Arguments.integer(action, 1);
          return SpteTable.isPresent(root.sptes().getAcquire(gfn))
              ? null
              : vcpu.fault(gfn, fault -> handler.accept(vcpu.vcpu(), fault));
        });
  }
}
