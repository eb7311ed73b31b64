package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.FaultExtras;
import org.mmucheck.model.mmu.GuestCpu;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
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
    private final List<Faulter> copiers;

    Vm(Setup setup) {
      super(setup, setup.constants().integers("Gfn").size(), setup.constants().integer("Pages"));
      this.handler =
          new PageFaultHandler(
              kvm,
              mm,
              new FaultExtras(
                  constants.flag("Prefetch"),
                  constants.choice("Precheck", FaultExtras.Precheck.class),
                  constants.flag("GupMayWait"),
                  constants.flag("PutUnderLock")));
      kvm.setMemslots(new Memslots(constants.integer("GfnsPerSlot")));
      mm.register(kvm);
      vcpus.forEach(vcpu -> guests.put(vcpu, kvm.guestCpu(vcpu.vcpu(), mm)));
      this.copiers =
          vcpus.stream().filter(v -> constants.texts("Copier").contains(v.name())).toList();
      if (!copiers.isEmpty()) {
        mm.share();
        mapAll(); // the guest has read each frame before
      }
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

    private void mapAll() {
      for (int gfn = 0; gfn < gfns; gfn++) {
        Page page = mm.pte(gfn);
        if (page != null) {
          root.sptes().exchange(gfn, SpteTable.leaf(page.number()));
        }
      }
    }

    private boolean guestAccess(ActionInstance action) {
      Faulter vcpu = acting(vcpus, action);
      if (vcpu == null || !vcpu.isIdle()) {
        return false;
      }
      int gfn = integer(action, 1);
      return copiers.contains(vcpu) ? guest(vcpu).write(gfn) : guest(vcpu).access(gfn);
    }

    private @Nullable Runnable fault(Faulter vcpu, int gfn) {
      boolean write = copiers.contains(vcpu);
      return (write ? guest(vcpu).writes(gfn) : guest(vcpu).translates(gfn))
          ? null
          : vcpu.fault(gfn, write, fault -> handler.handle(vcpu.vcpu(), fault));
    }

    private void project() {
      projection.add("fault", () -> ofWorkers(vcpus, vcpu -> fault(vcpu.inHand())));
      List<Worker<?>> invalidators = new ArrayList<>(notifiers);
      invalidators.addAll(copiers);
      projection.add("inv", () -> ofWorkers(invalidators, Vm::inv));
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

    private static @Nullable PteChange change(Worker<?> invalidator) {
      return switch (invalidator.inHand()) {
        case PteChange change -> change;
        case PageFault fault -> fault.copy();
        case null, default -> null;
      };
    }

    private static Value inv(Worker<?> invalidator) {
      PteChange change = change(invalidator);
      RangeInvalidation invalidation = Invalidator.invalidation(change);
      Map<String, Value> fields = Invalidator.fields(change);
      fields.put("gfn", Value.of(invalidation == null ? 0 : invalidation.walk().gfn()));
      fields.put("yielded", Value.of(invalidation == null ? 0 : invalidation.walk().yielded()));
      fields.put("added", Value.of(invalidation == null ? 0 : invalidation.added()));
      fields.put("flush", Value.of(invalidation != null && invalidation.walk().flushPending()));
      return Value.rec(fields);
    }
  }
}
