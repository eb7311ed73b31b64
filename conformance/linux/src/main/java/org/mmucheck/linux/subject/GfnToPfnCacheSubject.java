package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.PfnCache;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Subject;
import org.mmucheck.subject.SubjectException;
import org.mmucheck.value.Value;

/**
 * One run of a machine as {@code GfnToPfnCache.tla} sees it: the cache by which KVM reaches a
 * vCPU's {@code vcpu_info} of Xen's.
 *
 * <p>Read from the kernel: the cache, whether it is on the list, how its locks and mmu_lock are
 * held, seq, inProgress, active, ended, hpte, refs. Known from where the tasks stand: pc. What no
 * kernel can be asked for, such as what a refresh keeps in registers, is told by {@code model}, the
 * project's own implementation, which takes the same steps beside the machine. So is which way the
 * retry test goes between its two reads; if the machine goes another, the next step shows it.
 */
final class GfnToPfnCacheSubject extends ModelledSubject<GpcTask> {
  /** What a machine's task is told to begin. */
  private static final Set<String> STARTS =
      Set.of("UseGpc", "RefreshGpc", "SwitchGpc", "InvalidateRangeStart");

  /** Steps that take the cache's lock for write. */
  private static final Set<String> CACHE_LOCKS =
      Set.of("LockGpcForRefresh", "RelockGpc", "SetActive", "ClearActive", "InvalidateGpc");

  /** Steps that take gpc_lock. */
  private static final Set<String> LIST_LOCKS = Set.of("AddToList", "RemoveFromList");

  /** Where a refresh goes on that is to retry. */
  private static final String RETRY = "SnapshotForRefresh";

  private final GpcScene scene;
  private final GpcDesign design;

  /**
   * @param vars the spec's variables
   * @param model the same protocol in Java, in its initial state
   */
  GfnToPfnCacheSubject(List<String> vars, Subject model, GpcScene scene, GpcDesign design) {
    super(vars, model);
    this.scene = scene;
    this.design = design;
    int cpu = 1;
    cpu = enlist("Refresher", design.refreshers(), 1, cpu);
    cpu = enlist("Owner", design.owners(), 1, cpu);
    cpu = enlist("User", design.users(), 1, cpu);
    enlist("Notifier", design.notifiers(), Math.max(1, design.invalidations()), cpu);
    look();
  }

  private int enlist(String kind, List<String> names, int each, int firstCpu) {
    int cpu = firstCpu;
    for (String name : names) {
      List<MachineTask> machines = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        machines.add(new MachineTask(name, kind, cpu++));
      }
      tasks.put(name, new GpcTask(kind, machines));
    }
    return cpu;
  }

  /** The kernel may free a page once nobody refers to it; nobody can tell it to. */
  private static boolean isOfHost(ActionInstance action) {
    return action.action().equals("FreePage");
  }

  /** Whether the task stands before the step, and can have the lock that the step takes. */
  @Override
  boolean isOffered(ActionInstance action) {
    if (isOfHost(action)) {
      return true;
    }
    String name = action.action();
    String task = text(action, 0);
    if (STARTS.contains(name)) {
      return task(task).stand.equals(GpcTask.IDLE);
    }
    if (!pc(task, model.state()).equals(name)) {
      return false;
    }
    if (CACHE_LOCKS.contains(name)) {
      return scene.cacheLock().admitsWriter();
    }
    return switch (name) {
      case "LockRefresh" -> !scene.isVcpuLocked();
      case "ReadLockGpc" -> scene.cacheLock().admitsReader();
      case "WriteLock" -> scene.vm().mmuLock().admitsWriter();
      default -> !LIST_LOCKS.contains(name) || !scene.vm().isCacheListLocked();
    };
  }

  /** Has the machine take a step that the model has taken. */
  @Override
  void take(ActionInstance action, State before) {
    if (isOfHost(action)) {
      return;
    }
    GpcTask task = task(text(action, 0));
    switch (action.action()) {
      case "UseGpc" -> {
        if (number(action, 1) != scene.frame()) {
          throw new SubjectException(
              "nobody in Linux checks whether a cache is for frame " + number(action, 1));
        }
        start(task, Mailbox.Operation.SEND, 0);
      }
      case "RefreshGpc" -> start(task, Mailbox.Operation.ACTIVATE, number(action, 1));
      case "SwitchGpc" ->
          start(
              task,
              scene.cache().isActive() ? Mailbox.Operation.DEACTIVATE : Mailbox.Operation.ACTIVATE,
              0);
      case "InvalidateRangeStart" -> {
        int frame = number(action, 1);
        boolean keeps = Parts.at(before.value("hpte"), Value.of(frame)).equals(argument(action, 2));
        task.renew();
        start(task, keeps ? Mailbox.Operation.KEEP : Mailbox.Operation.DISCARD, frame);
      }
      case "LockRefresh" -> {
        if (task.kind().equals("Refresher") && !scene.cache().isActive()) {
          throw new SubjectException(
              "no call of the VMM's refreshes a cache that is off: it would turn it on");
        }
        go(task);
      }
      case "ChangePte" -> change(task, Parts.at(before.value("inv"), text(action, 0)));
      case "UnmapOldKhva" -> mergedSteps++; // the machine has gone on
      case "GpcHvaToPfn" -> {
        Arrival arrival = scene.next(task, Set.of());
        boolean isPage = (arrival.registers().returned() & GpcScene.NO_PAGE) == 0;
        task.stand = stand(isPage ? arrival : scene.next(task, Set.of()));
      }
      case "SnapshotForRefresh" -> go(task, Set.of("ReadSeq", "CommitRefresh"));
      case "ReadActive", "ReadSeq" -> {
        go(task, Set.of(RETRY));
        boolean isRead =
            task.stand.equals(action.action().equals("ReadActive") ? "ReadSeq" : "CommitRefresh");
        if (isRead && told(text(action, 0), model.state()).equals(RETRY)) {
          task.stand = RETRY;
        }
      }
      case "CommitRefresh" -> go(task, Set.of(RETRY));
      default -> go(task);
    }
  }

  private void start(GpcTask task, Mailbox.Operation operation, int frame) {
    scene.tell(task.machine(), operation, frame);
    go(task);
  }

  private void go(GpcTask task) {
    go(task, Set.of());
  }

  private void go(GpcTask task, Set<String> passed) {
    task.stand = stand(scene.next(task, passed));
  }

  private static String stand(Arrival arrival) {
    return arrival.step().equals(Arrival.MARK) ? GpcTask.IDLE : arrival.step();
  }

  /**
   * Where the invalidation has left the frame without a page, another thread gives it a new one.
   */
  private void change(GpcTask task, Value inv) {
    int frame = Parts.number(Parts.at(inv, "frame"));
    Optional<Long> old = scene.backing(frame);
    go(task);
    if (scene.backing(frame).isEmpty()) {
      old.ifPresent(scene::leave);
      scene.fill(frame, Parts.text(Parts.at(inv, "page")));
    }
  }

  @Override
  Value variable(String name, Value value, State told) {
    return switch (name) {
      case "pc" -> each(value, task -> Value.of(pc(Parts.text(task), told)));
      case "gpc" -> gpc(value);
      case "listed" -> Value.of(scene.isListed());
      case "gpcWriter" -> holder(value, scene.cacheLock().isWriteLocked());
      case "gpcReaders" -> readers(value, scene.cacheLock());
      case "refreshLock" -> holder(value, scene.isRefreshLocked());
      case "writer" -> holder(value, scene.vm().mmuLock().isWriteLocked());
      case "seq" -> Value.of(scene.seq());
      case "inProgress" -> Value.of(scene.vm().inProgress());
      case "active" -> Value.of(scene.vm().active());
      case "ended" -> Value.of(scene.ended());
      case "hpte" -> each(value, frame -> page(scene.backing(Parts.number(frame))));
      case "refs" -> each(value, page -> references(Parts.text(page), Parts.at(value, page), told));
      default -> value;
    };
  }

  private Value gpc(Value told) {
    PfnCache cache = scene.cache();
    return Value.rec(
        Map.of(
            "gpa", Value.of(scene.frame()),
            "valid", Value.of(cache.isValid()),
            "active", Value.of(cache.isActive()),
            "pfn", page(scene.page()),
            "khva", page(scene.mapped()),
            "marked", Parts.at(told, "marked")));
  }

  private Value page(Optional<Long> pfn) {
    return pfn.map(number -> (Value) Value.of(scene.name(number))).orElse(NONE);
  }

  /**
   * A page that its notifier has allocated and not mapped is none of the machine's yet. One that an
   * invalidation will leave as it is has in the spec a reference of the notifier's.
   */
  private Value references(String page, Value told, State state) {
    for (String notifier : design.notifiers()) {
      Value inv = Parts.at(state.value("inv"), notifier);
      if (Parts.at(inv, "page").equals(Value.of(page))) {
        boolean keeps =
            Parts.at(state.value("hpte"), Parts.at(inv, "frame")).equals(Value.of(page));
        return keeps ? Value.of(scene.references(page).orElseThrow() + 1) : told;
      }
    }
    return scene.references(page).map(count -> (Value) Value.of(count)).orElse(told);
  }

  private String told(String task, State state) {
    return Parts.text(Parts.at(state.value("pc"), task));
  }

  /** Where a task stands in the spec. */
  private String pc(String name, State state) {
    String stand = task(name).stand;
    String told = told(name, state);
    boolean isOver = stand.equals(GpcTask.IDLE) && told.equals("Done");
    boolean isAhead = stand.equals("UnlockRefresh") && told.equals("UnmapOldKhva");
    return isOver || isAhead ? told : stand;
  }

  private static Value each(Value told, Function<Value, Value> value) {
    Value all = told;
    for (Value key : keys(told)) {
      all = Parts.except(all, key, value.apply(key));
    }
    return all;
  }

  private static List<Value> keys(Value function) {
    return switch (function) {
      case Value.Fcn fcn -> List.copyOf(fcn.entries().keySet());
      case Value.Rec rec ->
          rec.fields().keySet().stream().map(name -> (Value) Value.of(name)).toList();
      default -> throw new IllegalArgumentException(function + " is no function");
    };
  }
}
