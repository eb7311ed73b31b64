package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.Root;
import org.mmucheck.linux.machine.Spte;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Subject;
import org.mmucheck.value.Value;

/**
 * One run of a machine as {@code RootLifetime.tla} sees it.
 *
 * <p>Read from the kernel: count, invalid and scheduled of each root, the list of roots, their
 * entries, loaded, inProgress, how mmu_lock and slots_lock are held. Known from where the tasks
 * stand: pc. What no kernel can be asked for, such as who answers for a reference, is told by
 * {@code model}, the project's own implementation, which takes the same steps beside the machine;
 * so is what a task keeps in its registers, which shows in where it goes next.
 */
final class RootLifetimeSubject extends ModelledSubject<RootTask> {
  /** Steps that nothing in a machine can be asked for: RCU, the host's pages, the guest. */
  private static final Set<String> ENVIRONMENT =
      Set.of("RcuFree", "FreePage", "ReusePage", "EnterGuest", "ExitGuest", "Terminating");

  /** Steps of a zap, before which a task may yield. */
  private static final Set<String> ZAPS = Set.of("ZapSpte", "FreezeSpte");

  private final RootScene scene;
  private final RootDesign design;

  /**
   * @param vars the spec's variables
   * @param model the same protocol in Java, in its initial state
   */
  RootLifetimeSubject(List<String> vars, Subject model, RootScene scene, RootDesign design) {
    super(vars, model);
    this.scene = scene;
    this.design = design;
    int cpu = 1;
    for (String name : design.vcpus()) {
      tasks.put(name, new RootTask(new MachineTask(name, "Vcpu", cpu++)));
    }
    for (String name : design.notifiers()) {
      tasks.put(name, new RootTask(new MachineTask(name, "Notifier", cpu++)));
    }
    for (String name : design.zappers()) {
      tasks.put(name, new RootTask(new MachineTask(name, "Zapper", cpu++)));
    }
    begin();
    look();
  }

  private void begin() {
    if (design.root().isEmpty()) {
      for (String vcpu : design.vcpus()) {
        scene.carryOut(task(vcpu), Mailbox.Operation.FREE_ROOTS, 0, 0);
      }
      RootTask other = new RootTask(new MachineTask("other", "", 1 + design.vcpus().size()));
      scene.carryOut(other, Mailbox.Operation.FAST_ZAP, 0, 0);
    } else {
      RootTask first = task(design.vcpus().getFirst());
      for (int frame : design.mapped()) {
        scene.carryOut(first, Mailbox.Operation.ACCESS, frame, 0);
      }
      scene.name(design.root().getFirst(), scene.vm.roots().getFirst());
    }
  }

  /** Whether the task stands before the step, and can have the lock that the step takes. */
  @Override
  boolean isOffered(ActionInstance action) {
    if (ENVIRONMENT.contains(action.action())) {
      return true;
    }
    RootTask task = task(text(action, 0));
    return switch (action.action()) {
      case "FreeRoots", "LoadRoot", "HandleFault", "InvalidateRangeStart", "ZapAllFast" ->
          task.stand.equals("Idle");
      case "ReadLock" -> stands(task, action) && scene.vm.mmuLock().admitsReader();
      case "WriteLock" -> stands(task, action) && scene.vm.mmuLock().admitsWriter();
      case "LockSlots" -> stands(task, action) && !scene.vm.isSlotsLocked();
      case "CondResched" -> ZAPS.contains(task.stand);
      case "RetakeMmuLock" ->
          stands(task, action)
              && (task.machine.kind().equals("Notifier")
                  ? scene.vm.mmuLock().admitsWriter()
                  : scene.vm.mmuLock().admitsReader());
      default -> stands(task, action);
    };
  }

  private static boolean stands(RootTask task, ActionInstance action) {
    return task.stand.equals(action.action());
  }

  @Override
  void take(ActionInstance action, State before) {
    if (!ENVIRONMENT.contains(action.action())) {
      RootTask task = task(text(action, 0));
      take(task, action, iter(before, task), iter(model.state(), task));
    }
  }

  /**
   * Has the machine take a step of a task's.
   *
   * @param was what the task was doing before it
   * @param is what it is doing now
   */
  private void take(RootTask task, ActionInstance action, Value was, Value is) {
    switch (action.action()) {
      case "FreeRoots" -> start(task, Mailbox.Operation.FREE_ROOTS);
      case "LoadRoot" -> start(task, Mailbox.Operation.LOAD_ROOT);
      case "ZapAllFast" -> start(task, Mailbox.Operation.FAST_ZAP);
      case "HandleFault" -> {
        scene.tell(task, Mailbox.Operation.FAULT, number(action, 1), 0);
        go(task);
      }
      case "InvalidateRangeStart" -> {
        long first = design.range().stream().min(Integer::compare).orElseThrow();
        long last = design.range().stream().max(Integer::compare).orElseThrow();
        scene.tell(task, Mailbox.Operation.DISCARD, first, last);
        go(task);
      }
      case "FindRoot" -> find(task, is);
      case "ZapSpte", "FreezeSpte" -> zap(task, zapped(was), frame(was), is);
      case "ClearSpte" -> clear(task, zapped(was), frame(was), is);
      case "IsPageFaultStale" -> {
        go(task);
        if (!task.stand.equals("MapPage")) {
          scene.kick(
              task); // or else the ioctl takes the fault again, which the spec leaves to the vCPU
        }
      }
      case "CondResched" -> {
        task.yielded = task.stand;
        arriveAt(task, scene.askToYield(task));
        if (task.stand.equals(action.action())) {
          arriveAt(task, scene.nextToYield(task));
        }
      }
      case "RetakeMmuLock" -> {
        scene.retake(task);
        task.stand = task.yielded;
      }
      case "TestScheduled" -> test(task, Parts.text(Parts.at(was, "root")));
      case "AllocRoot" -> {
        go(task);
        scene.unnamed().ifPresent(root -> scene.name(Parts.text(topped(task)), root));
      }
      default -> {
        task.ahead = Optional.empty();
        go(task);
      }
    }
  }

  private void start(RootTask task, Mailbox.Operation operation) {
    scene.tell(task, operation, 0, 0);
    go(task);
  }

  private void go(RootTask task) {
    arriveAt(task, scene.next(task));
  }

  private static void arriveAt(RootTask task, Arrival arrival) {
    task.stand =
        !arrival.step().equals(Arrival.MARK)
            ? arrival.step()
            : task.machine.kind().equals("Vcpu") ? "Idle" : "Done";
  }

  /** A walk finds a root and takes its reference at once, if there is one for it. */
  private void find(RootTask task, Value is) {
    if (task.ahead.isEmpty()) {
      Arrival arrival = scene.nextOrWritten(task, scene.counts());
      if (!arrival.step().equals(Arrival.WRITTEN)) {
        arriveAt(task, arrival);
        return;
      }
      task.ahead = Optional.of(new RootTask.Ahead.Got(scene.ofCount(arrival.written())));
    }
    mergedSteps++;
    boolean isFound =
        task.ahead.get().equals(new RootTask.Ahead.Got(Parts.text(Parts.at(is, "next"))));
    task.stand = isFound ? "GetRoot" : "FindRoot";
  }

  /** An entry that maps nothing is passed over, and nothing shows that. */
  private void zap(RootTask task, String root, int frame, Value is) {
    Spte entry = scene.entry(root, frame);
    if (entry.kind() == Spte.Kind.LEAF) {
      Arrival arrival = scene.nextOrWritten(task, entry.at(), Long.BYTES);
      if (!arrival.step().equals(Arrival.WRITTEN)) {
        arriveAt(task, arrival);
        return;
      }
      if (task.stand.equals("FreezeSpte")) {
        if (scene.entry(root, frame).kind() != Spte.Kind.FROZEN) {
          task.ahead = Optional.of(new RootTask.Ahead.Cleared(root, frame));
          mergedSteps++;
        }
        task.stand = "ClearSpte";
        return;
      }
    } else {
      mergedSteps++;
    }
    goOn(task, root, frame, is);
  }

  private void clear(RootTask task, String root, int frame, Value is) {
    if (task.ahead.isEmpty()) {
      scene.nextOrWritten(task, scene.entry(root, frame).at(), Long.BYTES);
    }
    task.ahead = Optional.empty();
    task.stand = "FreezeSpte";
    goOn(task, root, frame, is);
  }

  /** In the same tree the task stays where it is; that its next entry comes next shows there. */
  private void goOn(RootTask task, String root, int frame, Value is) {
    boolean isInTree = zapped(is).equals(root) && frame(is) > frame;
    if (!isInTree) {
      go(task);
    }
  }

  private void test(RootTask task, String root) {
    long scheduled = scene.scheduledOf(root);
    Arrival arrival = scene.nextOrWritten(task, scheduled, 1);
    if (arrival.step().equals(Arrival.WRITTEN)) {
      task.ahead = Optional.of(new RootTask.Ahead.Unscheduled(root));
      task.stand = "ClearScheduled";
      mergedSteps++;
    } else {
      arriveAt(task, arrival);
    }
  }

  @Override
  Value variable(String name, Value value, State told) {
    return switch (name) {
      case "pc" -> pc(value);
      case "count" -> eachRoot(value, told, (root, r) -> Value.of(root.count() - ahead(r)));
      case "invalid" -> eachRoot(value, told, (root, r) -> Value.of(root.isInvalid()));
      case "spte" -> eachRoot(value, told, (root, r) -> entries(Parts.at(value, r), r));
      case "scheduled" -> scheduled(value, told);
      case "life" -> life(value);
      case "head" -> scene.listed().isEmpty() ? NONE : Value.of(scene.listed().getFirst());
      case "nxt" -> links(value);
      case "loaded" -> loaded(value);
      case "writer" -> holder(value, scene.vm.mmuLock().isWriteLocked());
      case "readers" -> readers(value, scene.vm.mmuLock());
      case "slotsLock" -> holder(value, scene.vm.isSlotsLocked());
      case "inProgress" -> Value.of(scene.vm.inProgress());
      default -> value;
    };
  }

  private Value pc(Value told) {
    Value pc = told;
    for (RootTask task : tasks.values()) {
      pc = Parts.except(pc, Value.of(task.name()), Value.of(task.stand));
    }
    return pc;
  }

  /** What the kernel shows of a root. */
  private interface Shown {
    Value of(Root root, String name);
  }

  /** Only a root whose memory is its own can be looked at. */
  private Value eachRoot(Value told, State model, Shown shown) {
    Value all = told;
    for (String name : rootsOf(model)) {
      Optional<Root> root = scene.find(name);
      if (root.isPresent()) {
        all = Parts.except(all, Value.of(name), shown.of(root.get(), name));
      }
    }
    return all;
  }

  private static List<String> rootsOf(State model) {
    List<String> alive = new ArrayList<>();
    ((Value.Fcn) model.value("life"))
        .entries()
        .forEach(
            (root, life) -> {
              if (Set.of("listed", "unlinked").contains(Parts.text(life))) {
                alive.add(Parts.text(root));
              }
            });
    return alive;
  }

  private long ahead(String root) {
    return tasks.values().stream()
        .filter(task -> task.ahead.equals(Optional.of(new RootTask.Ahead.Got(root))))
        .count();
  }

  private Value entries(Value told, String root) {
    Value all = told;
    for (int frame = 0; frame < design.frames(); frame++) {
      RootTask.Ahead cleared = new RootTask.Ahead.Cleared(root, frame);
      boolean isAhead =
          tasks.values().stream().anyMatch(task -> task.ahead.equals(Optional.of(cleared)));
      String shown =
          switch (scene.entry(root, frame).kind()) {
            case LEAF -> "present";
            case NONE -> isAhead ? "frozen" : "none";
            case FROZEN -> "frozen";
            default -> "something else";
          };
      all = Parts.except(all, Value.of(frame), Value.of(shown));
    }
    return all;
  }

  private Value scheduled(Value told, State model) {
    List<String> alive = rootsOf(model);
    List<Value> roots = new ArrayList<>();
    ((Value.SetOf) told)
        .elements().stream().filter(root -> !alive.contains(Parts.text(root))).forEach(roots::add);
    for (String name : alive) {
      RootTask.Ahead unscheduled = new RootTask.Ahead.Unscheduled(name);
      boolean isAhead =
          tasks.values().stream().anyMatch(task -> task.ahead.equals(Optional.of(unscheduled)));
      if (isAhead || scene.find(name).filter(Root::isScheduled).isPresent()) {
        roots.add(Value.of(name));
      }
    }
    return Value.set(roots);
  }

  private Value life(Value told) {
    Map<Value, Value> all = new HashMap<>(((Value.Fcn) told).entries());
    List<String> listed = scene.listed();
    all.replaceAll(
        (root, life) -> {
          boolean isListed = listed.contains(Parts.text(root));
          return isListed == Parts.text(life).equals("listed")
              ? life
              : Value.of(isListed ? "listed" : "not listed");
        });
    return Value.fcn(all);
  }

  private Value links(Value told) {
    Value all = told;
    List<String> listed = scene.listed();
    for (int i = 0; i < listed.size(); i++) {
      Value next = i + 1 < listed.size() ? Value.of(listed.get(i + 1)) : NONE;
      all = Parts.except(all, Value.of(listed.get(i)), next);
    }
    return all;
  }

  /** Not settled while a load or a put has not returned. */
  private Value loaded(Value told) {
    Value all = told;
    for (int i = 0; i < design.vcpus().size(); i++) {
      String vcpu = design.vcpus().get(i);
      if (task(vcpu).stand.equals("Idle")) {
        Value root = scene.loaded(i).map(Value::of).orElse(NONE);
        all = Parts.except(all, Value.of(vcpu), root);
      }
    }
    return all;
  }

  private Value topped(RootTask task) {
    return Parts.at(model.state().value("topped"), task.name());
  }

  private static Value iter(State of, RootTask task) {
    return Parts.at(of.value("iter"), task.name());
  }

  private static String zapped(Value iter) {
    Value put = Parts.at(iter, "put");
    return Parts.text(put.equals(NONE) ? Parts.at(iter, "root") : put);
  }

  private static int frame(Value iter) {
    return Parts.number(Parts.at(iter, "gfn"));
  }
}
