package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.Tlb;
import org.mmucheck.model.sync.MmuLock;
import org.mmucheck.value.Value;

/** A VM as the specs see it: its locks and counts, its faults, its SPTEs. */
final class VmView {
  private VmView() {}

  /** Offers what the modules have of the VM itself. */
  static void project(Projection projection, Kvm kvm) {
    project(projection, kvm.mmuLock());
    project(projection, kvm.splats());
    projection.offer("slotsLock", () -> nameOrNone(kvm.slotsLock().holder(), Task::name));
    projection.offer("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.offer("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.offer("active", () -> Value.of(kvm.counts().activeAcquire()));
    projection.offer("ended", () -> Value.of(kvm.counts().endedAcquire()));
    projection.offer("hull", () -> hull(kvm.hull().frames()));
    projection.offer("head", () -> nameOrNone(kvm.firstRoot(), TdpRoot::name));
    projection.offer("rcu", () -> names(kvm.rcu().readers(), Task::name));
    projection.offer(
        "queue",
        () ->
            new Value.Seq(
                kvm.zapWorkqueue().queued().stream().map(r -> Value.of(r.name())).toList()));
  }

  /** Offers {@code writer} and {@code readers}. */
  static void project(Projection projection, MmuLock lock) {
    projection.offer("writer", () -> nameOrNone(lock.writer(), Task::name));
    projection.offer("readers", () -> names(lock.readers(), Task::name));
  }

  /** Offers what went wrong. */
  static void project(Projection projection, Splats splats) {
    projection.offer("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private static Value hull(@Nullable GfnRange frames) {
    return Value.rec(
        Map.of(
            "start", frames == null ? NONE : Value.of(frames.start()),
            "end", frames == null ? NONE : Value.of(frames.end())));
  }

  /** The fields of {@code fault[v]} that all modules have. */
  static Map<String, Value> fields(@Nullable PageFault fault) {
    Map<String, Value> fields = new HashMap<>();
    fields.put("gfn", fault == null ? NONE : Value.of(fault.gfn()));
    fields.put("mmu_seq", Value.of(fault == null ? 0 : fault.mmuSeq()));
    fields.put("pfn", fault == null ? NONE : HostView.nameOrNone(fault.page()));
    fields.put("retry", Value.of(fault != null && fault.mustRetry()));
    return fields;
  }

  /** An SPTE where the spec says what it maps. */
  static Value target(long spte) {
    if (SpteTable.isPresent(spte)) {
      return HostView.name(SpteTable.pfn(spte));
    }
    return spte == SpteTable.FROZEN ? Value.of("frozen") : NONE;
  }

  /** An SPTE where the spec says only whether it maps. */
  static Value presence(long spte) {
    if (SpteTable.isPresent(spte)) {
      return Value.of("present");
    }
    return Value.of(spte == SpteTable.FROZEN ? "frozen" : "none");
  }

  /** What a TLB translates frames {@code 0 .. gfns-1} to. */
  static Value tlb(Tlb tlb, int gfns) {
    return Projection.ofFrames(
        gfns,
        gfn -> {
          int pfn = tlb.pfn(gfn);
          return pfn == Tlb.NONE ? NONE : HostView.name(pfn);
        });
  }
}
