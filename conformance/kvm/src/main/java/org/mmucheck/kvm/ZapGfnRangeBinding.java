package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.GuestCpu;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.Tlb;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code ZapGfnRange.tla}: a zap for a change that KVM has made by itself. */
public final class ZapGfnRangeBinding extends KvmBinding {
  /** Found by the service loader. */
  public ZapGfnRangeBinding() {
    super("ZapGfnRange");
    says(Step.CHANGE_PTE, "changes what backs them");
    hides("pc", "zap", "writer", "readers", "left");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  /** The VM follows no notifier of the host: the changes are KVM's own. */
  private static final class Vm extends OneRootSubject {
    /** A change of what backs the frames, and the zap for it. */
    private record Zap(PteChange change, RangeInvalidation invalidation) {}

    private final PageFaultHandler handler;
    private final Map<Faulter, GuestCpu> guests = new LinkedHashMap<>();
    private final List<Worker<Zap>> zappers;

    Vm(Setup setup) {
      this(setup, setup.constants().integers("Gfn").size());
    }

    private Vm(Setup setup, int gfns) {
      super(setup, gfns, gfns + 1);
      this.handler = new PageFaultHandler(kvm, mm);
      this.zappers = crew("Zapper", "Zaps", Worker::new);
      kvm.counts().beginSeqAt(constants.integer("SeqAtFirst"));
      if (constants.integer("SeqWrap") != 0) {
        kvm.counts().wrapSeqAt(constants.integer("SeqWrap"), 0);
      }
      List<String> running = constants.texts("Guest");
      vcpus.stream()
          .filter(vcpu -> running.contains(vcpu.name()))
          .forEach(vcpu -> guests.put(vcpu, kvm.guestCpu(vcpu.vcpu(), mm)));
      watch(handler);
      watch(guests.values().toArray());
      when(Environment.GUEST_ACCESS, this::guestAccess);
      when(Start.HANDLE_FAULT, vcpus, (vcpu, action) -> fault(vcpu, integer(action, 1)));
      when(Start.ZAP_FRAMES, zappers, (zapper, action) -> zap(zapper));
      projection.add(
          "fault", () -> ofWorkers(vcpus, vcpu -> Value.rec(VmView.fields(vcpu.inHand()))));
      projection.add("zap", () -> ofWorkers(zappers, zapper -> zap(zapper.inHand())));
      projection.add("tlb", () -> ofWorkers(guests.keySet(), vcpu -> VmView.tlb(tlb(vcpu), gfns)));
    }

    private Tlb tlb(Faulter vcpu) {
      return Objects.requireNonNull(guests.get(vcpu)).tlb();
    }

    private boolean guestAccess(ActionInstance action) {
      Faulter vcpu = acting(vcpus, action);
      if (vcpu == null || !vcpu.actor().isIdle()) {
        return false;
      }
      GuestCpu guest = guests.get(vcpu);
      return guest != null && guest.access(integer(action, 1));
    }

    private @Nullable Runnable fault(Faulter vcpu, int gfn) {
      GuestCpu guest = guests.get(vcpu);
      boolean translates =
          guest == null ? SpteTable.isPresent(root.sptes().getAcquire(gfn)) : guest.translates(gfn);
      return translates ? null : vcpu.fault(gfn, fault -> handler.handle(vcpu.vcpu(), fault));
    }

    private @Nullable Runnable zap(Worker<Zap> zapper) {
      PteChange change = mm.prepareChange(zapper.task(), 0, gfns - 1, mm.page(gfns));
      if (change == null) {
        return null;
      }
      boolean mayYield = constants.flag("MayYield");
      return zapper.begin(
          new Zap(change, kvm.invalidation(zapper.task(), kvm.allGfns())),
          zap -> {
            mm.change(zap.change());
            zap.invalidation().zapGfnRange(mayYield);
          });
    }

    private static Value zap(@Nullable Zap zap) {
      return Value.rec(
          Map.of(
              "gfn", Value.of(zap == null ? 0 : zap.invalidation().walk().gfn()),
              "yielded", Value.of(zap == null ? 0 : zap.invalidation().walk().yielded()),
              "flush", Value.of(zap != null && zap.invalidation().walk().flushPending())));
    }
  }
}
