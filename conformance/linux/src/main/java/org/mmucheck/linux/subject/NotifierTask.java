package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.Spte;
import org.mmucheck.subject.SubjectException;
import org.mmucheck.value.Value;

/** A task of the primary MM that takes pages away, or replaces one. */
final class NotifierTask {
  private final Scene scene;
  private final MachineTask task;
  private final Set<String> starting;
  private final Set<String> afterRanges;
  private final Set<String> yielding;
  private final Set<String> ending =
      Set.of("WriteLock", "RaiseSeq", "LowerCount", "UnlockMmu", "LowerActive", "Idle");

  private String pc;
  private int left;
  private String op = "none";
  private int first;
  private int last;
  private String page = "None";
  private int gfn;
  private boolean flush;
  private int yielded;
  private int added;
  private boolean isReplacing;
  private final List<Long> leaving = new ArrayList<>(); // pages that the kernel still refers to
  private Optional<Long> copied = Optional.empty(); // the page that is being replaced
  private int mergedSteps;

  NotifierTask(Scene scene, MachineTask task) {
    this.scene = scene;
    this.task = task;
    this.left = scene.design().invalidations();
    this.pc = left == 0 ? "Done" : "Idle";
    Set<String> all =
        new HashSet<>(
            Set.of(
                "RaiseActive",
                "WriteLock",
                "RaiseCount",
                "ZapSpte",
                "FlushRemoteTlbs",
                "UnlockMmu",
                "ChangePte"));
    this.afterRanges = Set.copyOf(all);
    if (scene.design().filters()) {
      all.add("AddRange");
    }
    this.starting = Set.copyOf(all);
    all.addAll(Interruptions.YIELD);
    this.yielding = Set.copyOf(all);
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

  /** Whether it has raised the count, and not added its first range yet. */
  boolean isBeforeFirstRange() {
    return pc.equals("AddRange") && added == first;
  }

  /** Whether it holds mmu_lock for write, as the spec has it. */
  boolean writes() {
    return switch (pc) {
      case "RaiseCount",
          "AddRange",
          "ZapSpte",
          "CondResched",
          "FlushRemoteTlbs",
          "RaiseSeq",
          "LowerCount",
          "UnlockMmu" ->
          true;
      default -> false;
    };
  }

  /** How many references to a page the operation has, which the spec does not count. */
  long ownReferences(long pfn) {
    long count = leaving.stream().filter(of -> of == pfn).count();
    return copied.isPresent() && copied.get() == pfn ? count + 1 : count;
  }

  /** The page that it has allocated and not mapped yet; "None" if there is none. */
  String page() {
    return page;
  }

  Value inv() {
    boolean none = op.equals("none");
    Map<String, Value> fields = new HashMap<>();
    fields.put("op", Value.of(op));
    fields.put("first", none ? Scene.NONE : Value.of(first));
    fields.put("last", none ? Scene.NONE : Value.of(last));
    fields.put("page", Value.of(page));
    fields.put("gfn", Value.of(gfn));
    fields.put("yielded", Value.of(isZapping() ? yielded : 0));
    fields.put("flush", Value.of(flush));
    fields.put("added", Value.of(added));
    return Value.rec(fields);
  }

  private boolean isZapping() {
    return pc.equals("ZapSpte") || Interruptions.YIELD.contains(pc);
  }

  /**
   * Whether the task stands before a step. It yields only if it has zapped something since it began
   * or yielded last, and flushes first what it has zapped: so the kernel has it, and {@link #step}
   * finds out if it has not.
   */
  boolean isBefore(String action) {
    boolean mayYield = pc.equals("ZapSpte") && gfn > yielded;
    return pc.equals(action) || mayYield && action.equals(flush ? "FlushForYield" : "CondResched");
  }

  /**
   * Begins to take pages away.
   *
   * @param newPage what takes the first one's place, or "None"
   * @return false if the primary MM has nothing to tell KVM
   */
  boolean start(int from, int to, String newPage) {
    isReplacing = !newPage.equals("None");
    if (isReplacing && from != to) {
      throw new SubjectException("nothing in Linux replaces one page and takes others away");
    }
    first = from;
    last = to;
    scene.tell(
        task, isReplacing ? Mailbox.Operation.REPLACE : Mailbox.Operation.DISCARD, first, last);
    Arrival arrival = scene.next(task, starting);
    if (arrival.step().equals(Arrival.MARK)) {
      return false;
    }
    copied = isReplacing ? scene.backing(first) : Optional.empty();
    page = newPage;
    op = "start";
    left--;
    pc = arrival.step();
    return true;
  }

  /** Takes a step before which the task stands; false if the lock is not to be had. */
  boolean step(String action) {
    switch (action) {
      case "WriteLock" -> {
        if (!scene.vm().mmuLock().admitsWriter()) {
          return false;
        }
        go();
      }
      case "FlushForYield" -> {
        askToYield();
        if (pc.equals(action)) {
          goToYield();
          flush = false;
        }
      }
      case "CondResched" -> {
        if (pc.equals("ZapSpte")) {
          askToYield();
        }
        if (pc.equals(action)) {
          goToYield();
          yielded = gfn;
        }
      }
      case "RetakeMmuLock" -> {
        if (!scene.vm().mmuLock().admitsWriter()) {
          return false;
        }
        scene.interruptions().retake(task);
        pc = "ZapSpte";
      }
      case "RaiseCount" -> {
        go();
        if (pc.equals("ZapSpte")) {
          enterSlot(first, 0);
        } else {
          added = first;
        }
      }
      case "AddRange" -> {
        go();
        enterSlot(added, lastInSlot(added) + 1);
      }
      case "ZapSpte" -> zap();
      case "FlushRemoteTlbs" -> {
        go();
        flush = false;
      }
      case "ChangePte" -> change();
      case "LowerActive" -> end();
      default -> go();
    }
    return true;
  }

  private void go() {
    pc = scene.next(task, op.equals("start") ? starting : ending).step();
  }

  private void askToYield() {
    scene.interruptions().ask(task);
    goToYield();
  }

  private void goToYield() {
    pc = scene.next(task, yielding).step();
  }

  private void enterSlot(int frame, int afterwards) {
    gfn = frame;
    yielded = frame;
    added = afterwards;
  }

  private void zap() {
    Optional<Spte> leaf = scene.entry(gfn).filter(entry -> entry.kind() == Spte.Kind.LEAF);
    flush |= leaf.isPresent();
    if (gfn < lastInSlot(gfn)) {
      if (leaf.isPresent()) {
        long at = leaf.get().at();
        scene.stepper().watch(at, Long.BYTES);
        scene.stepper().untilWritten(task, at);
        scene.stepper().unwatch(at);
      } else {
        mergedSteps++; // there is nothing to be seen of it
      }
      gfn++;
    } else if (gfn < last && !scene.design().filters()) {
      go();
      enterSlot(gfn + 1, 0);
    } else {
      pc = scene.next(task, gfn < last ? starting : afterRanges).step();
      gfn = 0;
    }
  }

  /** The last frame of the operation that is in the memslot of a frame. */
  private int lastInSlot(int frame) {
    int perSlot = scene.design().framesPerSlot();
    return Math.min(last, (frame / perSlot + 1) * perSlot - 1);
  }

  private void change() {
    List<Long> before = new ArrayList<>();
    for (int frame = first; frame <= last; frame++) {
      scene.backing(frame).ifPresent(before::add);
    }
    op = "end";
    go();
    leaving.addAll(before);
    if (isReplacing) {
      scene.name(page, scene.backing(first).orElseThrow());
    }
    page = "None";
  }

  private void end() {
    scene.next(task, Set.of());
    op = "none";
    gfn = 0;
    added = 0;
    flush = false;
    leaving.clear();
    copied = Optional.empty();
    pc = left == 0 ? "Done" : "Idle";
  }
}
