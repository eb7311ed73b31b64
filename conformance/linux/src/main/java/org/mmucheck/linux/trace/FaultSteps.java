package org.mmucheck.linux.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.value.Value;

/** The steps of one page fault of a vCPU. */
final class FaultSteps {
  private static final long NO_ADDRESS_SPACE = 0;

  /** Of a page frame number that is an error: KVM_PFN_ERR_MASK and the bit of no memslot. */
  private static final long ERROR_BITS = 0xfff0_0000_0000_0000L;

  private static final long RETRY = 1;
  private static final int PAGE_SHIFT = 12;

  private final String file;
  private final Activity fault;
  private final Frames frames;
  private final Tracer tracer;
  private final Steps steps;
  private final String vcpu;
  private final Value name;
  private final Value frame;

  private FaultSteps(
      String file, Activity fault, Frames frames, Tracer tracer, Steps steps, String vcpu) {
    this.file = file;
    this.fault = fault;
    this.frames = frames;
    this.tracer = tracer;
    this.steps = steps;
    this.vcpu = vcpu;
    name = Value.of(vcpu);
    frame = frames.number(gfn(fault));
  }

  static long gfn(Activity fault) {
    return required(fault.first().number("addr")) >>> PAGE_SHIFT;
  }

  /**
   * Whether it is a fault that the spec knows: one with a memslot that looks for its page, in the
   * first address space. The fast path, which takes no lock, and a fault in SMM are none.
   */
  static boolean isKnown(Activity fault) {
    KernelEvent faultin = fault.find("faultin");
    return faultin != null
        && !faultin.text("slot").isEmpty()
        && !fault.any(
            event -> event.is("spte") && required(event.number("as_id")) != NO_ADDRESS_SPACE);
  }

  static void add(
      String file, Activity fault, Frames frames, Tracer tracer, Steps steps, String vcpu) {
    new FaultSteps(file, fault, frames, tracer, steps, vcpu).add();
  }

  private void add() {
    KernelEvent faultin = event("faultin");
    KernelEvent faultinEnds = event("faultin_ret");
    steps.step(fault.first(), faultin, vcpu, "HandleFault").arg("v", name).arg("g", frame).add();
    KernelEvent gup = lastGup();
    if (gup == null) {
      retryUnlocked(faultin, faultinEnds, true);
      return;
    }
    KernelEvent gupEnds = required(fault.findAfter(gup, "gup_ret"), gup);
    long pfn = required(gupEnds.number("pfn"));
    if (tracer.precheck()) {
      retryUnlocked(faultin, gup, false);
    }
    if ((pfn & ERROR_BITS) != 0) {
      steps.step(gup, faultinEnds, vcpu, "GupFails").arg("v", name).add();
      return;
    }
    Value page = frames.page(pfn);
    Steps.Step hvaToPfn = steps.step(gup, gupEnds, vcpu, "HvaToPfn").arg("v", name).arg("p", page);
    Long snapshot = snapshot();
    if (snapshot != null) {
      hvaToPfn.leaves(Value.of(snapshot), "fault", name, Value.of("mmu_seq"));
    }
    hvaToPfn.add();
    boolean isRetried = required(faultinEnds.number("ret")) == RETRY;
    if (tracer.precheck()) {
      retryUnlocked(gupEnds, faultinEnds, isRetried);
    }
    if (!isRetried) {
      locked(page);
    }
  }

  private void retryUnlocked(KernelEvent from, KernelEvent to, boolean retry) {
    steps.step(from, to, vcpu, "UnsafeRetry").arg("v", name).arg("retry", Value.of(retry)).add();
  }

  /** A fault asks without sleeping first, and then once more. */
  private @Nullable KernelEvent lastGup() {
    List<KernelEvent> gups = fault.events.stream().filter(event -> event.is("gup")).toList();
    return gups.isEmpty() ? null : gups.getLast();
  }

  /** What the fault remembers of kvm->mmu_invalidate_seq; null where no probe shows it. */
  private @Nullable Long snapshot() {
    KernelEvent stale = fault.find("stale");
    return stale != null ? stale.number("fseq") : event("faultin_ret").number("fseq");
  }

  private void locked(Value page) {
    KernelEvent tries =
        required(fault.findAfter(event("faultin_ret"), "rlock_try"), event("faultin_ret"));
    KernelEvent locks = required(fault.findAfter(tries, "rlock"), tries);
    steps.step(tries, locks, vcpu, "ReadLock").arg("v", name).add();
    KernelEvent stale = required(fault.findAfter(locks, "stale"), locks);
    KernelEvent staleEnds = required(fault.findAfter(stale, "stale_ret"), stale);
    boolean isStale = required(staleEnds.number("ret")) != 0;
    steps
        .step(stale, staleEnds, vcpu, "IsPageFaultStale")
        .arg("v", name)
        .leaves(Value.of(isStale), "fault", name, Value.of("retry"))
        .leaves(Value.of(required(stale.number("seq"))), "seq")
        .leaves(Value.of(required(stale.number("cnt"))), "inProgress")
        .add();
    if (!isStale) {
      map(staleEnds, page);
    }
    KernelEvent unlocks = required(fault.findAfter(staleEnds, "runlock"), staleEnds);
    steps.step(unlocks, after(unlocks), vcpu, "UnlockMmu").arg("t", name).add();
  }

  private void map(KernelEvent stale, Value page) {
    KernelEvent maps = required(fault.findAfter(stale, "map"), stale);
    KernelEvent mapEnds = required(fault.findAfter(maps, "map_ret"), maps);
    boolean isWritten =
        fault.any(
            event ->
                event.is("spte")
                    && event.n() > maps.n()
                    && event.n() < mapEnds.n()
                    && required(event.number("level")) == 1);
    if (required(mapEnds.number("ret")) == RETRY && !isWritten) {
      steps.step(maps, mapEnds, vcpu, "LoseMap").arg("v", name).add();
    } else {
      steps.step(maps, mapEnds, vcpu, "MapPage").arg("v", name).leaves(page, "spte", frame).add();
    }
  }

  /** What the task does next, or the event itself at the end of the fault. */
  private KernelEvent after(KernelEvent event) {
    int at = fault.events.indexOf(event);
    return fault.events.get(Math.min(at + 1, fault.events.size() - 1));
  }

  private KernelEvent event(String probe) {
    KernelEvent found = fault.find(probe);
    if (found == null) {
      throw wrong(fault.first(), "a fault without " + probe);
    }
    return found;
  }

  private KernelEvent required(@Nullable KernelEvent event, KernelEvent before) {
    if (event == null) {
      throw wrong(before, "the fault does not go on after " + before.name() + " as it should");
    }
    return event;
  }

  private InputException wrong(KernelEvent at, String reason) {
    return new InputException(file, "line " + at.line(), reason);
  }

  static long required(@Nullable Long number) {
    if (number == null) {
      throw new InputException("a probe", "", "did not read a number that the import needs");
    }
    return number;
  }
}
