package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.nameOrNone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.finerlock.EntryFault;
import org.mmucheck.model.finerlock.EntryInvalidation;
import org.mmucheck.model.finerlock.LockedEntry;
import org.mmucheck.model.finerlock.TestLock;
import org.mmucheck.value.Value;

/** {@code FinerLock.tla}: the retry test under the lock of one entry. */
public final class FinerLockBinding extends KvmBinding {
  /** Found by the service loader. */
  public FinerLockBinding() {
    super("FinerLock");
    says(Start.HANDLE_FAULT, "kvmppc_book3s_hv_page_fault() {");
    says(Step.HVA_TO_PFN, "__kvm_faultin_pfn()");
    says(Step.READ_SEQ, "mmu_invalidate_seq != mmu_seq?");
    says(Step.MAP_PAGE, "sets the entry");
    says(Step.WRITE_LOCK, "spin_lock(mmu_lock)");
    says(Step.ZAP_SPTE, "kvm_unmap_rmapp()");
    says(Step.UNLOCK_MMU, "spin_unlock(mmu_lock)");
    hides("pc", "op", "entryLock", "mmuLock", "left");
    locksForWrite("mmuLock");
    locksForRead();
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Entry(setup);
  }

  private static final class Entry extends KvmSubject {
    private final LockedEntry entry;

    Entry(Setup setup) {
      super(setup);
      this.entry =
          new LockedEntry(constants.design(), constants.choice("EntryLock", TestLock.class));
      List<Worker<EntryFault>> vcpus = crew("Vcpu", "Faults", Worker::new);
      List<Worker<EntryInvalidation>> notifiers = crew("Notifier", "Invalidations", Worker::new);
      watch(entry);
      when(Start.HANDLE_FAULT, vcpus, (vcpu, action) -> fault(vcpu));
      when(Start.INVALIDATE_RANGE, notifiers, (notifier, action) -> invalidate(notifier));
      projection.add("fault", () -> ofWorkers(vcpus, vcpu -> fault(vcpu.inHand())));
      projection.add("op", () -> ofWorkers(notifiers, notifier -> op(notifier.inHand())));
      projection.add("entryLock", () -> nameOrNone(entry.entryLock().owner(), Task::name));
      projection.add("mmuLock", () -> nameOrNone(entry.mmuLock().owner(), Task::name));
      projection.add("seq", () -> Value.of(entry.seq()));
      projection.add("inProgress", () -> Value.of(entry.inProgress()));
      projection.add("entry", () -> page(entry.entry()));
      projection.add("hpte", () -> page(entry.hpte()));
    }

    private @Nullable Runnable fault(Worker<EntryFault> vcpu) {
      return entry.entry() == LockedEntry.NONE
          ? vcpu.begin(new EntryFault(), fault -> entry.handle(vcpu.task(), fault))
          : null;
    }

    private Runnable invalidate(Worker<EntryInvalidation> notifier) {
      return notifier.begin(
          new EntryInvalidation(), change -> entry.invalidate(notifier.task(), change));
    }

    private static Value fault(@Nullable EntryFault fault) {
      List<Value> reads = new ArrayList<>();
      if (fault != null && fault.isCountRead()) {
        reads.add(Value.of("count"));
      }
      if (fault != null && fault.isSeqRead()) {
        reads.add(Value.of("seq"));
      }
      return Value.rec(
          Map.of(
              "mmu_seq", Value.of(fault == null ? 0 : fault.mmuSeq()),
              "pfn", fault == null ? NONE : page(fault.pfn()),
              "reads", Value.set(reads),
              "stale", Value.of(fault != null && fault.isStale())));
    }

    private static Value op(@Nullable EntryInvalidation invalidation) {
      return invalidation == null ? Value.of("none") : Projection.text(invalidation.phase());
    }

    private static Value page(int pfn) {
      return pfn == LockedEntry.NONE ? NONE : HostView.name(pfn);
    }
  }
}
