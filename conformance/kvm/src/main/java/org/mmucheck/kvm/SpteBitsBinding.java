package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.NONE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.bits.BitsAging;
import org.mmucheck.model.bits.BitsFault;
import org.mmucheck.model.bits.BitsFaults;
import org.mmucheck.model.bits.BitsFetch;
import org.mmucheck.model.bits.BitsInvalidation;
import org.mmucheck.model.bits.BitsTlb;
import org.mmucheck.model.bits.BitsVm;
import org.mmucheck.model.bits.BitsWalk;
import org.mmucheck.model.bits.LeafSpte;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code SpteBits.tla}: the accessed and dirty bits of a leaf SPTE. */
public final class SpteBitsBinding extends KvmBinding {
  /** Found by the service loader. */
  public SpteBitsBinding() {
    super("SpteBits");
    calls('a', "aging");
    calls('l', "dirty log");
    hides("pc", "fault", "iter", "writer", "readers", "left");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends KvmSubject {
    private final BitsVm vm;
    private final Map<Worker<BitsFault>, BitsTlb> tlbs = new LinkedHashMap<>();
    private final List<Worker<BitsFault>> vcpus;

    Vm(Setup setup) {
      super(setup);
      Splats splats = new Splats();
      int guests = constants.texts("Vcpu").size();
      this.vm =
          new BitsVm(constants.design(), splats, guests, !constants.texts("Logger").isEmpty());
      this.vcpus = crew("Vcpu", "Faults", Worker::new);
      for (int i = 0; i < vcpus.size(); i++) {
        tlbs.put(vcpus.get(i), vm.tlbs().get(i));
      }
      List<Worker<BitsWalk>> notifiers = crew("Notifier", "Invalidations", Worker::new);
      List<Worker<BitsWalk>> agers = crew("Ager", "Agings", Worker::new);
      List<Worker<BitsWalk>> loggers = crew("Logger", "Fetches", Worker::new);
      BitsFaults faults = new BitsFaults(vm);
      BitsInvalidation invalidation = new BitsInvalidation(vm);
      BitsAging aging = new BitsAging(vm);
      BitsFetch fetch = new BitsFetch(vm);
      watch(vm, splats, faults, invalidation, aging, fetch);
      when(Environment.GUEST_READ, action -> guest(action, BitsTlb::read));
      when(Environment.GUEST_WRITE, action -> guest(action, BitsTlb::write));
      when(Start.HANDLE_FAULT, vcpus, (vcpu, action) -> fault(vcpu, faults));
      when(
          Start.INVALIDATE_RANGE,
          notifiers,
          (n, action) -> n.begin(new BitsWalk(), walk -> invalidation.invalidate(n.task(), walk)));
      when(
          Start.AGE_RANGE,
          agers,
          (ager, action) -> ager.begin(new BitsWalk(), walk -> aging.age(ager.task(), walk)));
      when(
          Start.GET_DIRTY_LOG,
          loggers,
          (l, action) -> l.begin(new BitsWalk(), walk -> fetch.fetch(l.task(), walk)));
      List<Worker<BitsWalk>> walkers = new ArrayList<>(notifiers);
      walkers.addAll(agers);
      walkers.addAll(loggers);
      project(splats, walkers);
    }

    private boolean guest(ActionInstance action, Predicate<BitsTlb> access) {
      Worker<BitsFault> vcpu = acting(vcpus, action);
      return vcpu != null && vcpu.actor().isIdle() && access.test(tlb(vcpu));
    }

    private BitsTlb tlb(Worker<BitsFault> vcpu) {
      return Objects.requireNonNull(tlbs.get(vcpu));
    }

    private @Nullable Runnable fault(Worker<BitsFault> vcpu, BitsFaults faults) {
      return tlb(vcpu).translates()
          ? null
          : vcpu.begin(new BitsFault(), fault -> faults.handle(vcpu.task(), fault));
    }

    private void project(Splats splats, List<Worker<BitsWalk>> walkers) {
      VmView.project(projection, vm.mmuLock());
      VmView.project(projection, splats);
      projection.add("fault", () -> ofWorkers(vcpus, vcpu -> fault(vcpu.inHand())));
      projection.add("iter", () -> ofWorkers(walkers, walker -> iter(walker.inHand())));
      projection.add("seq", () -> Value.of(vm.seq()));
      projection.add("inProgress", () -> Value.of(vm.inProgress()));
      projection.add("spte", () -> spte(vm.spte().read()));
      projection.add("tlb", () -> ofWorkers(vcpus, vcpu -> tlb(tlb(vcpu))));
      projection.add("hpte", () -> HostView.name(vm.pages().hpte()));
      projection.add("written", () -> pages(vm.pages().written()));
      projection.add("dirty", () -> pages(vm.pages().dirty()));
      projection.add("log", () -> Value.of(vm.log().isMarked()));
      projection.add("unseen", () -> Value.of(vm.log().isUnseen()));
    }

    private static Value fault(@Nullable BitsFault fault) {
      return Value.rec(
          Map.of(
              "mmu_seq", Value.of(fault == null ? 0 : fault.mmuSeq()),
              "pfn", page(fault == null ? BitsFault.NONE : fault.pfn()),
              "stale", Value.of(fault != null && fault.isStale())));
    }

    private static Value iter(@Nullable BitsWalk walk) {
      return Value.rec(
          Map.of(
              "old", spte(walk == null ? LeafSpte.NONE : walk.oldSpte()),
              "ending", Value.of(walk != null && walk.isEnding()),
              "took", Value.of(walk != null && walk.took())));
    }

    private static Value spte(long spte) {
      return spte == LeafSpte.NONE
          ? NONE
          : Value.rec(
              Map.of(
                  "pfn", page(LeafSpte.pfn(spte)),
                  "accessed", Value.of(LeafSpte.isAccessed(spte)),
                  "dirty", Value.of(LeafSpte.isDirty(spte))));
    }

    private static Value tlb(BitsTlb tlb) {
      return tlb.pfn() == BitsTlb.NONE
          ? NONE
          : Value.rec(Map.of("pfn", page(tlb.pfn()), "dirty", Value.of(tlb.isDirty())));
    }

    private static Value page(int pfn) {
      return pfn == BitsFault.NONE ? NONE : HostView.name(pfn);
    }

    private static Value pages(Set<Integer> pfns) {
      return Value.set(pfns.stream().map(HostView::name).toList());
    }
  }
}
