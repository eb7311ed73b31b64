package org.mmucheck.linux.trace;

import static org.mmucheck.linux.trace.FaultSteps.required;

import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.value.Value;

/** The steps of one invalidation: its start and its end, which are two calls. */
final class InvalidationSteps {
  private final String file;
  private final Frames frames;
  private final Tracer tracer;
  private final Steps steps;
  private final String task;
  private final Value name;

  InvalidationSteps(String file, Frames frames, Tracer tracer, Steps steps, String task) {
    this.file = file;
    this.frames = frames;
    this.tracer = tracer;
    this.steps = steps;
    this.task = task;
    name = Value.of(task);
  }

  /** Whether its range touches a memslot: else it takes no lock and raises no count. */
  static boolean touchesSlot(Activity start) {
    return start.find("unmap_gfn") != null;
  }

  void start(Activity start) {
    KernelEvent tries = find(start, start.first(), "wlock_try");
    step(start.first(), tries, "InvalidateRangeStart").add();
    KernelEvent locks = find(start, tries, "wlock");
    step(tries, locks, "WriteLock").add();
    boolean isZapping = false;
    boolean isYielding = false;
    boolean isFirst = true;
    KernelEvent before = locks;
    for (KernelEvent event : start.events) {
      if (event.n() <= locks.n()) {
        continue;
      }
      switch (event.name()) {
        case "unmap_gfn" -> {
          if (!isFirst) {
            step(before, event, "NextRange").add();
          }
          addRange(before, event);
          isFirst = false;
          isZapping = true;
        }
        case "spte" -> zap(before, event);
        case "flush_ret" -> flush(start, event, isZapping);
        case "resched_w" -> isYielding = true;
        case "wunlock" -> {
          if (isYielding) {
            step(before, event, "CondResched").add();
          } else {
            step(event, start.last(), "UnlockMmu", "t").add();
          }
        }
        case "wlock" -> {
          step(before, event, "RetakeMmuLock").add();
          isYielding = false;
        }
        case "unmap_gfn_ret" -> {
          step(before, event, "EndZap").add();
          isZapping = false;
        }
        case "mn_start_ret" -> step(before, event, "ReturnFromStart").add();
        default -> {}
      }
      before = event;
    }
  }

  void end(Activity end) {
    KernelEvent tries = find(end, end.first(), "wlock_try");
    step(end.first(), tries, "InvalidateRangeEnd").add();
    KernelEvent locks = find(end, tries, "wlock");
    step(tries, locks, "WriteLock").add();
    KernelEvent unlocks = find(end, locks, "wunlock");
    if (tracer.showsEnd()) {
      KernelEvent lowers = find(end, locks, "inv_end");
      KernelEvent lowered = find(end, lowers, "inv_end_ret");
      step(lowers, lowered, "RaiseSeq").leaves(number(lowered, "seq"), "seq").add();
      step(lowers, lowered, "LowerCount").leaves(number(lowered, "cnt"), "inProgress").add();
    }
    step(unlocks, end.last(), "UnlockMmu", "t").add();
  }

  private void addRange(KernelEvent before, KernelEvent event) {
    long first = required(event.number("gfn"));
    long last = required(event.number("end")) - 1;
    Steps.Step step =
        step(before, event, "AddRange")
            .arg("first", frames.number(first))
            .arg("last", frames.number(last))
            .leaves(number(event, "seq"), "seq")
            .leaves(number(event, "cnt"), "inProgress");
    if (tracer.hullInFrames()) {
      hull(event, step);
    }
    step.add();
  }

  /** The hull's ends, where they are frames that something touches. */
  private void hull(KernelEvent event, Steps.Step step) {
    long low = required(event.number("lo"));
    long high = required(event.number("hi"));
    if (frames.has(low) && frames.has(high - 1)) {
      step.leaves(frames.number(low), "hull", Value.of("start"));
      step.leaves(Value.of(frames.index(high - 1) + 1L), "hull", Value.of("end"));
    }
  }

  private void zap(KernelEvent before, KernelEvent event) {
    if (Sptes.isLeaf(event)) {
      if (!Sptes.goes(event)) {
        throw wrong(event, "an invalidation writes a present SPTE");
      }
      step(before, event, "ZapSpte").arg("g", frames.number(required(event.number("gfn")))).add();
    }
  }

  private void flush(Activity start, KernelEvent event, boolean isZapping) {
    @Nullable KernelEvent begins = null;
    for (KernelEvent other : start.events) {
      if (other.is("flush") && other.n() < event.n()) {
        begins = other;
      }
    }
    if (begins == null) {
      throw wrong(event, "no flush of the same task before " + event.name());
    }
    step(begins, event, isZapping ? "FlushForYield" : "FlushRemoteTlbs").add();
  }

  private Steps.Step step(KernelEvent from, KernelEvent to, String action) {
    return step(from, to, action, "n");
  }

  private Steps.Step step(KernelEvent from, KernelEvent to, String action, String parameter) {
    return steps.step(from, to, task, action).arg(parameter, name);
  }

  private Value number(KernelEvent event, String field) {
    return Value.of(required(event.number(field)));
  }

  private KernelEvent find(Activity in, KernelEvent after, String probe) {
    @Nullable KernelEvent found = in.findAfter(after, probe);
    if (found == null) {
      throw wrong(after, "no " + probe + " of the same task after " + after.name());
    }
    return found;
  }

  private InputException wrong(KernelEvent at, String reason) {
    return new InputException(file, "line " + at.line(), reason);
  }
}
