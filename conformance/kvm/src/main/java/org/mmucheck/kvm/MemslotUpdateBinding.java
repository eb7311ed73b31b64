package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.names;
import static org.mmucheck.kvm.Projection.ofFrames;
import static org.mmucheck.kvm.Projection.text;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.MemslotUpdate;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.sync.Srcu;
import org.mmucheck.value.Value;

/** {@code MemslotUpdate.tla}: memslots that come and go under invalidations and faults. */
public final class MemslotUpdateBinding extends KvmBinding {
  /** Found by the service loader. */
  public MemslotUpdateBinding() {
    super("MemslotUpdate");
    says(Start.DELETE_SLOT, "kvm_set_memory_region() deletes {");
    says(Step.SYNCHRONIZE_SRCU, "synchronize_srcu(srcu)");
    hides("pc", "writer", "readers", "grace", "left");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends OneRootSubject {
    private final PageFaultHandler handler;
    private final List<Invalidator> notifiers;
    private final List<Worker<MemslotUpdate>> updaters;

    Vm(Setup setup) {
      super(setup, setup.constants().integers("Gfn").size(), setup.constants().integer("Pages"));
      this.handler = new PageFaultHandler(kvm, mm);
      kvm.setMemslots(slotsAtFirst());
      if (constants.integer("SeqWrap") > 0) {
        kvm.counts().wrapSeqAt(constants.integer("SeqWrap"), 0);
      }
      mm.register(kvm);
      this.notifiers =
          crewOrEndless("Notifier", "Invalidations", seat -> new Invalidator(seat, mm));
      this.updaters = crew("Updater", "Updates", Worker::new);
      watch(handler);
      act();
      project();
    }

    private Memslots slotsAtFirst() {
      Memslots slots = new Memslots(1);
      for (int gfn = 0; gfn < gfns; gfn++) {
        if (!constants.integers("SlotsAtFirst").contains(gfn)) {
          slots = slots.with(gfn, Memslots.State.NONE);
        }
      }
      return slots;
    }

    private void act() {
      when(Environment.FREE_PAGE, action -> mm.free(host.page(action, 0)));
      faultWhereUnmapped(
          (vcpu, fault) -> {
            if (constants.texts("Prefault").contains(vcpu.walk().task().name())) {
              handler.prefault(vcpu, fault);
            } else {
              handler.handle(vcpu, fault);
            }
          });
      when(
          Start.INVALIDATE_RANGE_START,
          notifiers,
          (notifier, action) -> {
            int gfn = integer(action, 1);
            return notifier.change(gfn, gfn, host.pageOrNull(action, 2));
          });
      when(
          Start.ADD_SLOT,
          updaters,
          (updater, action) -> update(updater, integer(action, 1), Memslots.State.NONE));
      when(
          Start.DELETE_SLOT,
          updaters,
          (updater, action) -> update(updater, integer(action, 1), Memslots.State.VALID));
    }

    /** Adds the slot at {@code gfn} or deletes it, as it is there or not. */
    private @Nullable Runnable update(
        Worker<MemslotUpdate> updater, int gfn, Memslots.State expected) {
      return kvm.memslots().at(gfn) == expected
          ? updater.begin(kvm.memslotUpdate(updater.task(), gfn), MemslotUpdate::run)
          : null;
    }

    private void project() {
      projection.add(
          "fault", () -> ofWorkers(vcpus, vcpu -> Value.rec(VmView.fields(vcpu.inHand()))));
      projection.add("inv", () -> ofWorkers(notifiers, Vm::inv));
      projection.add("update", () -> ofWorkers(updaters, updater -> update(updater.inHand())));
      projection.add("slots", () -> ofFrames(gfns, gfn -> text(kvm.memslots().at(gfn))));
      projection.add("grace", () -> names(waitedFor(), Task::name));
    }

    private static Value inv(Invalidator notifier) {
      RangeInvalidation invalidation = notifier.invalidation();
      return Value.rec(
          Map.of(
              "op", notifier.op(),
              "gfn", notifier.first(),
              "page", notifier.page(),
              "counted", Value.of(invalidation != null && invalidation.counted())));
    }

    private static Value update(@Nullable MemslotUpdate update) {
      return Value.rec(
          Map.of(
              "op", update == null ? Value.of("none") : text(update.phase()),
              "gfn", update == null ? NONE : Value.of(update.slot())));
    }

    private Set<Task> waitedFor() {
      for (Worker<MemslotUpdate> updater : updaters) {
        MemslotUpdate update = updater.inHand();
        Srcu.GracePeriod grace = update == null ? null : update.grace();
        if (grace != null) {
          return grace.waitsFor();
        }
      }
      return Set.of();
    }
  }
}
