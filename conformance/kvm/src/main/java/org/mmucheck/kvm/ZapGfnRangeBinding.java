package org.mmucheck.kvm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
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
    private final List<Worker<Zap>> zappers;

    Vm(Setup setup) {
      this(setup, setup.constants().integers("Gfn").size());
    }

    private Vm(Setup setup, int gfns) {
      super(setup, gfns, gfns + 1);
      this.handler = new PageFaultHandler(kvm, mm);
      this.zappers = crew("Zapper", "Zaps", Worker::new);
      watch(handler);
      faultWhereUnmapped(handler::handle);
      when(Start.ZAP_FRAMES, zappers, (zapper, action) -> zap(zapper));
      projection.add(
          "fault", () -> ofWorkers(vcpus, vcpu -> Value.rec(VmView.fields(vcpu.inHand()))));
      projection.add("zap", () -> ofWorkers(zappers, zapper -> zap(zapper.inHand())));
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
              "yielded", Value.of(zap == null ? 0 : zap.invalidation().walk().yielded())));
    }
  }
}
