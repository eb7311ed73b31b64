package org.mmucheck.linux.subject;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.subject.SubjectException;
import org.mmucheck.value.Value;

/**
 * A vCPU that takes page faults: its guest reads a word of a frame.
 *
 * <p>When the kernel has handled a fault it lets the guest go on, which the spec does not say. So
 * the task is left where the handler has returned, and goes on only when it is told to do something
 * else. If the entry has been zapped meanwhile it faults again at once; for the spec that is the
 * next fault, or none.
 */
final class VcpuTask {
  private static final String STRUCT = "kvm_page_fault";

  /** {@code RET_PF_RETRY}. */
  private static final long RETRY = 1;

  /** {@code KVM_PFN_ERR_MASK}: bits that only what is no page's number has. */
  private static final long NO_PAGE = 0x7ffL << 52;

  private final Scene scene;
  private final MachineTask task;
  private final Set<String> stops = new HashSet<>();

  private String pc;
  private int left;
  private int gfn = -1;
  private long struct; // of the fault
  private boolean hasSnapshot;
  private Optional<Long> pfn = Optional.empty();
  private boolean retry;
  private boolean hasReleased; // although the spec has not yet
  private boolean isAhead; // in a fault that the spec has not begun
  private boolean isAtMark = true;
  private int mergedSteps;
  private @Nullable String after; // where the machine is once the spec has caught up

  VcpuTask(Scene scene, MachineTask task) {
    this.scene = scene;
    this.task = task;
    this.left = scene.design().faults();
    this.pc = left == 0 ? "Done" : "Idle";
    scene.points().points().stream()
        .filter(point -> point.task().equals(task.kind()))
        .filter(point -> scene.design().readsBefore() || !point.step().equals("UnsafeRetry"))
        .forEach(point -> stops.add(point.step()));
  }

  String name() {
    return task.name();
  }

  String pc() {
    return pc;
  }

  int left() {
    return left;
  }

  int mergedSteps() {
    return mergedSteps;
  }

  boolean isIdle() {
    return pc.equals("Idle") || pc.equals("Done");
  }

  /** Whether it holds mmu_lock for read, as the spec has it. */
  boolean reads() {
    return pc.equals("IsPageFaultStale") || pc.equals("MapPage") || pc.equals("UnlockMmu");
  }

  /** Whether the kernel has put the page already, which the spec's task still holds. */
  boolean hasReleased(long page) {
    return hasReleased && pfn.isPresent() && pfn.get() == page;
  }

  Value fault() {
    Map<String, Value> fields = new HashMap<>();
    fields.put("gfn", gfn < 0 ? Scene.NONE : Value.of(gfn));
    fields.put("mmu_seq", Value.of(hasSnapshot ? snapshot() : 0));
    fields.put("pfn", scene.name(pfn));
    fields.put("retry", Value.of(retry));
    fields.put("next", Scene.NONE);
    fields.put("loaded", Scene.NONE);
    return Value.rec(fields);
  }

  private long snapshot = -1;

  private long snapshot() {
    if (snapshot < 0) {
      snapshot = scene.seq(scene.number(STRUCT + ".mmu_seq", struct));
    }
    return snapshot;
  }

  /** Has the guest read a frame that no entry maps; false if it reads it without a fault. */
  boolean fault(int frame) {
    if (!isAtMark && !isAhead) {
      settle(scene.next(task, stops));
    }
    if (isAhead && frame(struct) != frame) {
      throw new SubjectException(
          name() + " faults on frame " + frame(struct) + " again, before it can on " + frame);
    }
    if (!isAhead) {
      scene.tell(task, Mailbox.Operation.ACCESS, frame, 0);
      isAtMark = false;
      settle(scene.next(task, stops));
      if (isAtMark) {
        return false;
      }
    }
    isAhead = false;
    left--;
    begin(frame);
    return true;
  }

  /** Has the guest read a frame that an entry maps; false if it faults. */
  boolean access(int frame) {
    if (!isAtMark && !isAhead) {
      settle(scene.next(task, stops));
    }
    if (!isAtMark) {
      return false;
    }
    scene.tell(task, Mailbox.Operation.ACCESS, frame, 0);
    isAtMark = false;
    settle(scene.next(task, stops));
    return isAtMark;
  }

  private void settle(Arrival arrival) {
    isAtMark = arrival.step().equals(Arrival.MARK);
    isAhead = arrival.step().equals("SnapshotSeq");
    if (!isAtMark && !isAhead) {
      throw new SubjectException(name() + " is before " + arrival.step() + " at once");
    }
    if (isAhead) {
      struct = arrival.registers().argument(1);
    }
  }

  private int frame(long fault) {
    return (int) (scene.number(STRUCT + ".gfn", fault) - Scene.FIRST_FRAME);
  }

  private void begin(int frame) {
    gfn = frame;
    hasSnapshot = false;
    snapshot = -1;
    pfn = Optional.empty();
    retry = false;
    pc = "SnapshotSeq";
    if (scene.design().readsBefore()) {
      scene.stepper().watch(scene.points(), STRUCT, struct);
    }
  }

  /** Takes the step before which the task stands; false if the lock is not to be had. */
  boolean step() {
    switch (pc) {
      case "ReadLock" -> {
        if (scene.vm().mmuLock().isWriteLocked()) {
          return false;
        }
        go();
      }
      case "ReleasePfn" -> {
        if (hasReleased) {
          mergedSteps++;
          hasReleased = false;
          arriveAt(Objects.requireNonNull(after));
        } else {
          go();
        }
      }
      default -> go();
    }
    return true;
  }

  private void go() {
    String from = pc;
    Arrival arrival = scene.next(task, stops);
    while (from.equals("HvaToPfn") && isStillLooking(arrival)) {
      arrival = scene.next(task, stops);
    }
    if (from.equals("SnapshotSeq")) {
      unwatch();
      hasSnapshot = true;
    }
    if (from.equals("IsPageFaultStale")) {
      retry = !arrival.step().equals("MapPage");
    }
    String next = arrival.step();
    if (next.equals("Idle")) {
      next = isRetry(arrival) ? "again" : "over";
    }
    if (from.equals("UnsafeRetry") && pfn.isPresent() && next.equals("again")) {
      retry = true;
      releaseLater(next); // the put is in the same function as the test
    } else if (from.equals("UnsafeRetry") && next.equals("ReleasePfn")) {
      retry = true; // nobody else puts the page before mmu_lock is taken
      arriveAt(next);
    } else if (from.equals("UnlockMmu") && !next.equals("ReleasePfn")) {
      releaseLater(next); // the put came before the unlock
    } else {
      arriveAt(next);
    }
  }

  /** A first look does not wait for a page that has to be brought in; a second one does. */
  private boolean isStillLooking(Arrival arrival) {
    if (arrival.step().equals("Idle") || arrival.step().equals(Arrival.MARK)) {
      return false;
    }
    if (arrival.step().equals("HvaToPfn")) {
      return true;
    }
    boolean hasJustLooked = arrival.step().equals("UnsafeRetry");
    long found =
        hasJustLooked ? arrival.registers().returned() : scene.number(STRUCT + ".pfn", struct);
    if ((found & NO_PAGE) != 0) {
      return true;
    }
    pfn = Optional.of(found);
    return false;
  }

  private static boolean isRetry(Arrival arrival) {
    return arrival.registers().returned() == RETRY;
  }

  private void releaseLater(String next) {
    hasReleased = true;
    after = next;
    pc = "ReleasePfn";
  }

  private void arriveAt(String next) {
    switch (next) {
      case "again" -> {
        settle(scene.next(task, stops));
        if (isAtMark) {
          throw new SubjectException(name() + " was to retry, but its guest has gone on");
        }
        isAhead = false;
        begin(gfn);
      }
      case "over" -> {
        gfn = -1;
        hasSnapshot = false;
        pfn = Optional.empty();
        retry = false;
        pc = left == 0 ? "Done" : "Idle";
      }
      default -> pc = next;
    }
  }

  /**
   * The struct is on the task's stack. QEMU 7.2 ends with a failed assertion if it has seen a write
   * there and an interrupt is taken on the same page before it stops, so nothing is watched there
   * for longer than a few instructions.
   */
  private void unwatch() {
    scene.stepper().unwatch(scene.points(), STRUCT, struct);
  }
}
