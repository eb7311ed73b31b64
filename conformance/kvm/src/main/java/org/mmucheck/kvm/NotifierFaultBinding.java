package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.mmu.FaultExtras;
import org.mmucheck.model.mmu.GuestCpu;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code NotifierFault.tla}: page faults, TLBs, and a host that takes pages away. */
public final class NotifierFaultBinding extends KvmBinding {
  /** Found by the service loader. */
  public NotifierFaultBinding() {
    super("NotifierFault");
    says(Step.CHANGE_PTE, "changes the host PTEs");
    hides("pc", "writer", "readers", "faultsLeft", "invalidationsLeft");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends OneRootSubject {
    private final PageFaultHandler handler;
    private final Map<Faulter, GuestCpu> guests = new LinkedHashMap<>();
    private final List<Invalidator> notifiers;

    Vm(Setup setup) {
      super(setup, setup.constants().integers("Gfn").size(), setup.constants().integer("Pages"));
      this.handler =
          new PageFaultHandler(
              kvm,
              mm,
              new FaultExtras(
                  constants.flag("Prefetch"),
                  constants.choice("Precheck", FaultExtras.Precheck.class)));
      kvm.setMemslots(new Memslots(constants.integer("GfnsPerSlot")));
      mm.register(kvm);
      vcpus.forEach(vcpu -> guests.put(vcpu, kvm.guestCpu(vcpu.vcpu(), mm)));
      this.notifiers = crew("Notifier", "Invalidations", seat -> new Invalidator(seat, mm));
      watch(handler);
      watch(guests.values().toArray());
      act();
      project();
    }

    private GuestCpu guest(Faulter vcpu) {
      return Objects.requireNonNull(guests.get(vcpu));
    }

    private void act() {
      when(Environment.FREE_PAGE, action -> mm.free(host.page(action, 0)));
      when(Environment.REUSE_PAGE, action -> mm.reuse(host.page(action, 0)));
      when(Environment.GUEST_ACCESS, this::guestAccess);
      when(Start.HANDLE_FAULT, vcpus, (vcpu, action) -> fault(vcpu, integer(action, 1)));
      when(
          Start.INVALIDATE_RANGE_START,
          notifiers,
          (notifier, action) ->
              notifier.change(integer(action, 1), integer(action, 2), host.pageOrNull(action, 3)));
    }

    private boolean guestAccess(ActionInstance action) {
      Faulter vcpu = acting(vcpus, action);
      return vcpu != null && vcpu.isIdle() && guest(vcpu).access(integer(action, 1));
    }

    private @Nullable Runnable fault(Faulter vcpu, int gfn) {
      return guest(vcpu).translates(gfn)
          ? null
          : vcpu.fault(gfn, fault -> handler.handle(vcpu.vcpu(), fault));
    }

    private void project() {
      projection.add("fault", () -> ofWorkers(vcpus, vcpu -> fault(vcpu.inHand())));
      projection.add("inv", () -> ofWorkers(notifiers, Vm::inv));
      projection.add("tlb", () -> ofWorkers(vcpus, vcpu -> VmView.tlb(guest(vcpu).tlb(), gfns)));
      projection.add("faultsLeft", () -> ofWorkers(vcpus, vcpu -> Value.of(vcpu.left())));
      projection.add("invalidationsLeft", () -> ofWorkers(notifiers, n -> Value.of(n.left())));
    }

    private static Value fault(@Nullable PageFault fault) {
      Map<String, Value> fields = VmView.fields(fault);
      fields.put("next", fault == null ? NONE : HostView.nameOrNone(fault.prefetched()));
      fields.put("loaded", fault == null ? NONE : loaded(fault.loadedOpen()));
      return Value.rec(fields);
    }

    private static Value loaded(@Nullable Boolean open) {
      if (open == null) {
        return NONE;
      }
      return Value.of(open ? "open" : "quiet");
    }

    private static Value inv(Invalidator notifier) {
      RangeInvalidation invalidation = notifier.invalidation();
      Map<String, Value> fields = notifier.fields();
      fields.put("gfn", Value.of(invalidation == null ? 0 : invalidation.walk().gfn()));
      fields.put("yielded", Value.of(invalidation == null ? 0 : invalidation.walk().yielded()));
      fields.put("added", Value.of(invalidation == null ? 0 : invalidation.added()));
      fields.put("flush", Value.of(invalidation != null && invalidation.walk().flushPending()));
      return Value.rec(fields);
    }
  }
}
