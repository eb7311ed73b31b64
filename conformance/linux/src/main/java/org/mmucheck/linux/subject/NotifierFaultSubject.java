package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mmucheck.linux.machine.Hull;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * One run of a machine as {@code NotifierFault.tla} sees it.
 *
 * <p>Read from the kernel: seq, inProgress, hull, active, spte, hpte, refs, how mmu_lock is held, a
 * fault's snapshot and page. Known from where the tasks stand: pc, who holds mmu_lock, the rest of
 * a fault and of an invalidation. Kept here, since no kernel can be asked for it: the TLBs, whom a
 * page belongs to, and what is left of each budget.
 */
final class NotifierFaultSubject extends KernelSubject {
  private final Scene scene;
  private final List<VcpuTask> vcpus = new ArrayList<>();
  private final List<NotifierTask> notifiers = new ArrayList<>();
  private final Map<String, String> owners = new LinkedHashMap<>();
  private final Map<String, Value[]> tlbs = new HashMap<>();

  NotifierFaultSubject(List<String> vars, Scene scene) {
    super(vars);
    this.scene = scene;
    int cpu = 1;
    for (String name : scene.design().vcpus()) {
      vcpus.add(new VcpuTask(scene, new MachineTask(name, "Vcpu", cpu++)));
      Value[] tlb = new Value[scene.design().frames()];
      Arrays.fill(tlb, NONE);
      tlbs.put(name, tlb);
    }
    for (String name : scene.design().notifiers()) {
      notifiers.add(new NotifierTask(scene, new MachineTask(name, "Notifier", cpu++)));
    }
    for (int page = 0; page < scene.design().pages(); page++) {
      owners.put("p" + page, page < scene.design().frames() ? "guest" : "free");
    }
    look();
  }

  @Override
  public boolean tryStep(ActionInstance action) {
    if (!isOffered(action) || !take(action)) {
      return false;
    }
    look();
    return true;
  }

  /**
   * Whether the task is where it takes the action; for the environment, whether it can be asked.
   */
  @Override
  boolean isOffered(ActionInstance action) {
    return switch (action.action()) {
      case "HandleFault" -> {
        VcpuTask vcpu = vcpu(text(action, 0));
        // The emulator's TLB is not the spec's: it is always empty when the guest is entered.
        yield vcpu.isIdle() && vcpu.left() > 0 && tlb(vcpu.name())[number(action, 1)].equals(NONE);
      }
      case "InvalidateRangeStart" -> {
        NotifierTask notifier = notifier(text(action, 0));
        String page = text(action, 3);
        yield notifier.isIdle()
            && notifier.left() > 0
            && number(action, 1) <= number(action, 2)
            && (page.equals("None") || "free".equals(owners.get(page)));
      }
      case "GuestAccess" -> {
        VcpuTask vcpu = vcpu(text(action, 0));
        int frame = number(action, 1);
        yield vcpu.isIdle()
            && (!tlb(vcpu.name())[frame].equals(NONE) || scene.mapped(frame).isPresent());
      }
      case "FreePage" -> "guest".equals(owners.get(text(action, 0)));
      case "ReusePage" -> "free".equals(owners.get(text(action, 0)));
      default -> {
        String task = text(action, 0);
        yield isVcpu(task)
            ? vcpu(task).pc().equals(action.action())
            : notifier(task).isBefore(action.action());
      }
    };
  }

  private boolean take(ActionInstance action) {
    String name = text(action, 0);
    switch (action.action()) {
      case "HandleFault":
        return vcpu(name).fault(number(action, 1));
      case "InvalidateRangeStart":
        String page = text(action, 3);
        boolean begun = notifier(name).start(number(action, 1), number(action, 2), page);
        if (begun && !page.equals("None")) {
          owners.put(page, "guest");
        }
        return begun;
      case "GuestAccess":
        return access(vcpu(name), number(action, 1));
      case "FreePage":
        if (references(name) != 0) {
          return false;
        }
        owners.put(name, "free");
        return true;
      case "ReusePage":
        owners.put(name, "other");
        return true;
      case "FlushRemoteTlbs", "FlushForYield":
        boolean flushed = notifier(name).step(action.action());
        tlbs.values().forEach(tlb -> Arrays.fill(tlb, NONE));
        return flushed;
      default:
        return isVcpu(name) ? vcpu(name).step() : notifier(name).step(action.action());
    }
  }

  private boolean access(VcpuTask vcpu, int frame) {
    Value[] tlb = tlb(vcpu.name());
    if (!tlb[frame].equals(NONE)) {
      return true; // a hit; nothing of the kernel's runs
    }
    if (!vcpu.access(frame)) {
      return false;
    }
    tlb[frame] = scene.name(scene.mapped(frame));
    return true;
  }

  @Override
  Value variable(String name) {
    return switch (name) {
      case "pc" -> pcs();
      case "fault" -> function(vcpus, VcpuTask::name, VcpuTask::fault);
      case "inv" -> function(notifiers, NotifierTask::name, NotifierTask::inv);
      case "writer" -> writer();
      case "readers" -> readers();
      case "seq" -> Value.of(scene.seq(scene.vm().seq()));
      case "inProgress" -> Value.of(scene.vm().inProgress());
      case "hull" -> hull();
      case "active" -> Value.of(scene.vm().active());
      case "spte" -> frames(frame -> scene.name(scene.mapped(frame)));
      case "hpte" -> frames(frame -> scene.name(scene.backing(frame)));
      case "tlb" -> function(vcpus, VcpuTask::name, vcpu -> frames(f -> tlb(vcpu.name())[f]));
      case "owner" -> pages(page -> Value.of(String.valueOf(owners.get(page))));
      case "refs" -> pages(page -> Value.of(references(page)));
      case "faultsLeft" -> function(vcpus, VcpuTask::name, vcpu -> Value.of(vcpu.left()));
      case "invalidationsLeft" -> function(notifiers, NotifierTask::name, n -> Value.of(n.left()));
      case "splat" -> Value.set(List.of());
      default -> throw new IllegalArgumentException("no variable " + name + " is known of Linux");
    };
  }

  private Value pcs() {
    Map<Value, Value> all = new HashMap<>();
    vcpus.forEach(vcpu -> all.put(Value.of(vcpu.name()), Value.of(vcpu.pc())));
    notifiers.forEach(notifier -> all.put(Value.of(notifier.name()), Value.of(notifier.pc())));
    return Value.fcn(all);
  }

  /** Who has it, from where the tasks stand, if the lock word agrees. */
  private Value writer() {
    List<NotifierTask> writers = notifiers.stream().filter(NotifierTask::writes).toList();
    if (writers.isEmpty() == scene.vm().mmuLock().isWriteLocked() || writers.size() > 1) {
      return Value.of(scene.vm().mmuLock().isWriteLocked() ? "somebody" : "nobody");
    }
    return writers.isEmpty() ? NONE : Value.of(writers.getFirst().name());
  }

  private Value readers() {
    List<Value> readers =
        vcpus.stream().filter(VcpuTask::reads).map(vcpu -> Value.of(vcpu.name())).toList();
    long counted = scene.vm().mmuLock().readers();
    return counted == readers.size() ? Value.set(readers) : Value.of(counted + " readers");
  }

  /**
   * Not settled between the count and the first range: the kernel has not unset the old hull, but
   * will overwrite it.
   */
  private Value hull() {
    Optional<Hull> hull = scene.vm().hull();
    boolean isUnsettled =
        notifiers.stream().anyMatch(NotifierTask::isBeforeFirstRange)
            && scene.vm().inProgress() == 1;
    // A hull below the scene's frames is of the time before it.
    boolean isOld = hull.isPresent() && hull.get().end() <= Scene.FIRST_FRAME;
    if (!scene.design().filters() || hull.isEmpty() || isOld || isUnsettled) {
      return Value.rec(Map.of("start", NONE, "end", NONE));
    }
    return Value.rec(
        Map.of(
            "start", Value.of(hull.get().start() - Scene.FIRST_FRAME),
            "end", Value.of(hull.get().end() - Scene.FIRST_FRAME)));
  }

  /** The references that the spec counts: the host's mapping, GUP's, and that of who allocated. */
  private long references(String page) {
    boolean isAllocated = notifiers.stream().anyMatch(n -> n.page().equals(page));
    OptionalLong pfn = scene.numberOf(page);
    if (isAllocated || pfn.isEmpty()) {
      return isAllocated ? 1 : 0; // the kernel has one, but nobody can tell which it is
    }
    long frame = pfn.getAsLong();
    long count = scene.vm().host().references(frame);
    if (scene.isKept(frame)) {
      count--; // the keeper's
    } else if (count == 0) {
      return 0;
    }
    if (!scene.isListed(frame)) {
      count--; // the batch's
    }
    for (NotifierTask notifier : notifiers) {
      count -= notifier.ownReferences(frame);
    }
    for (VcpuTask vcpu : vcpus) {
      count += vcpu.hasReleased(frame) ? 1 : 0;
    }
    return count;
  }

  private Value frames(Function<Integer, Value> value) {
    Map<Value, Value> all = new HashMap<>();
    IntStream.range(0, scene.design().frames())
        .forEach(frame -> all.put(Value.of(frame), value.apply(frame)));
    return Value.fcn(all);
  }

  private Value pages(Function<String, Value> value) {
    Map<String, Value> all = new HashMap<>();
    owners.keySet().forEach(page -> all.put(page, value.apply(page)));
    return Value.rec(all);
  }

  private static <T> Value function(
      List<T> of, Function<T, String> name, Function<T, Value> value) {
    Map<Value, Value> all = new HashMap<>();
    of.forEach(one -> all.put(Value.of(name.apply(one)), value.apply(one)));
    return Value.fcn(all);
  }

  private Value[] tlb(String vcpu) {
    return Objects.requireNonNull(tlbs.get(vcpu));
  }

  private boolean isVcpu(String name) {
    return vcpus.stream().anyMatch(vcpu -> vcpu.name().equals(name));
  }

  private VcpuTask vcpu(String name) {
    return vcpus.stream().filter(of -> of.name().equals(name)).findFirst().orElseThrow();
  }

  private NotifierTask notifier(String name) {
    return notifiers.stream().filter(of -> of.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public int mergedSteps() {
    return vcpus.stream().mapToInt(VcpuTask::mergedSteps).sum()
        + notifiers.stream().mapToInt(NotifierTask::mergedSteps).sum();
  }
}
