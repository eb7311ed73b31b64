package org.mmucheck.kvm;

import static org.mmucheck.kvm.HostView.integer;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.guestmap.GfnToPfnCache;
import org.mmucheck.model.guestmap.GpcRefresh;
import org.mmucheck.model.guestmap.HvaCure;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.EndCount;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code GfnToPfnCache} model, each on an actor. */
final class GfnToPfnCacheSubject extends ScheduledSubject {
  /** The spec's {@code MidRefresh}. */
  private static final Set<Step> MID_REFRESH =
      EnumSet.of(Step.MAP_KHVA, Step.RELOCK_GPC, Step.READ_ACTIVE);

  /** What a task may still do, and what it has in hand. */
  private static final class Worker {
    private final Task task;
    private int left;
    private volatile @Nullable Integer wanted;
    private volatile @Nullable GpcRefresh refresh;
    private volatile @Nullable PteChange change;

    Worker(Task task, int budget) {
      this.task = task;
      this.left = budget;
    }

    String name() {
      return task.name();
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Splats splats = new Splats();
  private final HostMm mm;
  private final HostView host;
  private final Kvm kvm;
  private final GfnToPfnCache cache;
  private final boolean mayKeepPage;
  private final boolean endMidRefresh;
  private final boolean endless;
  private final Map<Actor, Worker> users = new LinkedHashMap<>();
  private final Map<Actor, Worker> refreshers = new LinkedHashMap<>();
  private final Map<Actor, Worker> owners = new LinkedHashMap<>();
  private final Map<Actor, Worker> notifiers = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();

  GfnToPfnCacheSubject(List<String> vars, Constants constants) {
    super(GfnToPfnCacheAdapter.ACTIONS);
    this.vars = vars;
    int frames = constants.integers("Gfn").size();
    Design design = constants.design();
    String cure = constants.text("Cure");
    this.mm = new HostMm(frames, constants.integer("Pages"), PageKind.ANON, splats);
    this.host = new HostView(mm);
    this.kvm = new Kvm(design, frames, mm, splats);
    kvm.setEndCount(endCount(cure));
    if (!constants.flag("InMemslot")) {
      kvm.setMemslots(Memslots.NONE);
    }
    mm.register(kvm);
    this.cache = new GfnToPfnCache(kvm, design, mm, 0, hvaCure(cure));
    if (constants.flag("StartActive")) {
      cache.startActive();
    }
    this.mayKeepPage = constants.flag("MayKeepPage");
    this.endMidRefresh = constants.flag("EndMidRefresh");
    this.endless = constants.flag("Endless");
    if (constants.integer("SeqWrap") > 0) {
      kvm.counts().wrapSeqAt(constants.integer("SeqWrap"), 1);
    }
    spawn(constants.texts("User"), constants.integer("Uses"), users);
    spawn(constants.texts("Refresher"), constants.integer("Refreshes"), refreshers);
    spawn(constants.texts("Owner"), constants.integer("Switches"), owners);
    spawn(constants.texts("Notifier"), constants.integer("Invalidations"), notifiers);
    project();
  }

  private static EndCount endCount(String cure) {
    return switch (cure) {
      case "count" -> EndCount.BEFORE_ACTIVE;
      case "count-late" -> EndCount.AFTER_ACTIVE;
      default -> EndCount.NEVER;
    };
  }

  private static HvaCure hvaCure(String cure) {
    return new HvaCure(cure.startsWith("count"), cure.startsWith("mark"), cure.endsWith("wait"));
  }

  private void spawn(List<String> names, int budget, Map<Actor, Worker> group) {
    for (String name : names) {
      Actor actor = spawn(name);
      Task task = new Task(name, new ControlledProbe(actor, GfnToPfnCacheAdapter.POINTS));
      Worker worker = new Worker(task, budget);
      group.put(actor, worker);
      all.put(actor, worker);
    }
  }

  @Override
  protected boolean environment(ActionInstance action) {
    return mm.free(host.page(action, 0));
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Worker worker = Objects.requireNonNull(all.get(actor));
    if (worker.left == 0) {
      return null;
    }
    Runnable command =
        switch (action.action()) {
          case "UseGpc" -> users.containsKey(actor) ? use(worker, integer(action, 1)) : null;
          case "RefreshGpc" ->
              refreshers.containsKey(actor) ? refresh(worker, integer(action, 1)) : null;
          case "SwitchGpc" -> owners.containsKey(actor) ? toggle(worker) : null;
          default -> notifiers.containsKey(actor) ? invalidate(worker, action) : null;
        };
    if (command != null && !(endless && notifiers.containsKey(actor))) {
      worker.left--;
    }
    return command;
  }

  private Runnable use(Worker worker, int frame) {
    worker.wanted = frame;
    return () -> {
      cache.use(worker.task, frame);
      worker.wanted = null;
    };
  }

  private Runnable refresh(Worker worker, int frame) {
    GpcRefresh refresh = new GpcRefresh(frame);
    worker.refresh = refresh;
    return () -> {
      cache.refresh(worker.task, refresh);
      worker.refresh = null;
    };
  }

  private Runnable toggle(Worker worker) {
    GpcRefresh refresh = new GpcRefresh(0);
    worker.refresh = refresh;
    return () -> {
      cache.toggle(worker.task, refresh);
      worker.refresh = null;
    };
  }

  private @Nullable Runnable invalidate(Worker worker, ActionInstance action) {
    int frame = integer(action, 1);
    Page page = host.page(action, 2);
    boolean keeps = mayKeepPage && mm.pte(frame) == page;
    PteChange change =
        keeps
            ? mm.prepareKeeping(worker.task, frame)
            : mm.prepareChange(worker.task, frame, frame, page);
    if (change == null) {
      return null;
    }
    worker.change = change;
    return () -> {
      mm.change(change);
      worker.change = null;
    };
  }

  /** Where the model says so, no invalidation ends while a refresh is past GUP. */
  @Override
  protected boolean choose(Actor actor, ActionInstance action) {
    if (action.action().equals("LowerActive") && !endMidRefresh) {
      return all.keySet().stream()
          .noneMatch(other -> other.point() instanceof Step step && MID_REFRESH.contains(step));
    }
    return super.choose(actor, action);
  }

  @Override
  protected boolean isDone(Actor actor) {
    return Objects.requireNonNull(all.get(actor)).left == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, mm, splats, cache));
    objects.addAll(mm.pages());
    objects.addAll(all.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    List<Worker> workers = new ArrayList<>(refreshers.values());
    workers.addAll(owners.values());
    projection.add("pc", () -> byName(all.keySet(), Actor::name, this::pc));
    projection.add(
        "use",
        () ->
            byName(
                users.values(),
                Worker::name,
                user -> {
                  Integer wanted = user.wanted;
                  return wanted == null ? NONE : Value.of(wanted);
                }));
    projection.add("refresh", () -> byName(workers, Worker::name, w -> refresh(w.refresh)));
    projection.add("inv", () -> byName(notifiers.values(), Worker::name, w -> inv(w.change)));
    projection.add("gpc", this::gpc);
    projection.add("listed", () -> Value.of(kvm.has(cache)));
    projection.add("gpcWriter", () -> nameOrNone(cache.lock().writer(), Task::name));
    projection.add("gpcReaders", () -> names(cache.lock().readers(), Task::name));
    projection.add("refreshLock", () -> nameOrNone(cache.refreshLock().owner(), Task::name));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("active", () -> Value.of(kvm.counts().activeAcquire()));
    projection.add("ended", () -> Value.of(kvm.counts().endedAcquire()));
    host.project(projection);
    projection.add("kmaps", () -> host.ofPages(page -> Value.of(page.kernelMappings())));
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
    projection.add("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private static Value refresh(@Nullable GpcRefresh refresh) {
    if (refresh == null) {
      return Value.rec(
          Map.of(
              "gpa",
              NONE,
              "mmu_seq",
              Value.of(0),
              "pfn",
              NONE,
              "khva",
              NONE,
              "oldPfn",
              NONE,
              "oldKhva",
              NONE));
    }
    return Value.rec(
        Map.of(
            "gpa", Value.of(refresh.frame()),
            "mmu_seq", Value.of(refresh.mmuSeq()),
            "pfn", HostView.nameOrNone(refresh.page()),
            "khva", HostView.nameOrNone(refresh.khva()),
            "oldPfn", HostView.nameOrNone(refresh.oldPage()),
            "oldKhva", HostView.nameOrNone(refresh.oldKhva())));
  }

  private static Value inv(@Nullable PteChange change) {
    if (change == null) {
      return Value.rec(Map.of("op", Value.of("none"), "frame", NONE, "page", NONE));
    }
    boolean ending = ((RangeInvalidation) change.invalidations().get(0)).ending();
    return Value.rec(
        Map.of(
            "op", Value.of(ending ? "end" : "start"),
            "frame", Value.of(change.first()),
            "page", HostView.nameOrNone(change.page())));
  }

  private Value gpc() {
    return Value.rec(
        Map.of(
            "gpa", Value.of(cache.frame()),
            "valid", Value.of(cache.isValid()),
            "active", Value.of(cache.isActive()),
            "pfn", HostView.nameOrNone(cache.page()),
            "khva", HostView.nameOrNone(cache.khva()),
            "marked", Value.of(cache.isMarked())));
  }
}
