package org.mmucheck.kvm;

import static org.mmucheck.kvm.HostView.integer;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.guestmap.GfnToPfnCache;
import org.mmucheck.model.guestmap.GpcRefresh;
import org.mmucheck.model.guestmap.VcpuMap;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code GuestMap} model, each on an actor. */
final class GuestMapSubject extends ScheduledSubject {
  /** The spec's {@code CachedGfn}. */
  private static final int CACHED_GFN = 0;

  /** A vCPU with its budget, its mapping, and the refresh that it runs. */
  private static final class User {
    private final Task task;
    private int left;
    private volatile @Nullable VcpuMap map;
    private volatile @Nullable GpcRefresh refresh;

    User(Task task, int budget) {
      this.task = task;
      this.left = budget;
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Splats splats = new Splats();
  private final Design design;
  private final PageKind kind;
  private final HostMm mm;
  private final HostView host;
  private final Kvm kvm;
  private final GfnToPfnCache cache;
  private final Map<Actor, User> users = new LinkedHashMap<>();
  private final Map<Actor, Invalidator> invalidators = new LinkedHashMap<>();
  private final List<Actor> actors;

  GuestMapSubject(List<String> vars, Constants constants) {
    super(GuestMapAdapter.ACTIONS);
    this.vars = vars;
    this.design = constants.design();
    this.kind = PageKind.valueOf(constants.text("PageKind").toUpperCase(Locale.ROOT));
    int gfns = constants.integers("Gfn").size();
    this.mm = new HostMm(gfns, constants.integer("Pages"), kind, splats);
    this.host = new HostView(mm);
    this.kvm = new Kvm(design, gfns, mm, splats);
    this.cache = new GfnToPfnCache(kvm, design, mm, CACHED_GFN);
    mm.register(kvm);
    cache.startActive();
    for (String name : constants.texts("Vcpu")) {
      Actor actor = spawn(name);
      users.put(actor, new User(task(actor), constants.integer("Maps")));
    }
    for (String name : constants.texts("Notifier")) {
      Actor actor = spawn(name);
      int budget = constants.integer("Invalidations");
      invalidators.put(actor, new Invalidator(mm, task(actor), budget));
    }
    this.actors = Stream.concat(users.keySet().stream(), invalidators.keySet().stream()).toList();
    project();
  }

  private static Task task(Actor actor) {
    return new Task(actor.name(), new ControlledProbe(actor, GuestMapAdapter.POINTS));
  }

  @Override
  protected boolean environment(ActionInstance action) {
    Page page = host.page(action, 0);
    return switch (action.action()) {
      case "FreePage" -> mm.free(page);
      case "ReusePage" -> mm.reuse(page);
      case "GiveAwayPage" -> mm.giveAway(page);
      default -> mm.clean(page);
    };
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    User user = users.get(actor);
    if (user != null) {
      return design.has(Rule.TRACK_INVALIDATIONS) ? useCache(user, action) : useMap(user, action);
    }
    Invalidator invalidator = invalidators.get(actor);
    return invalidator == null ? null : invalidate(invalidator, action);
  }

  private @Nullable Runnable useMap(User user, ActionInstance action) {
    VcpuMap map = user.map;
    switch (action.action()) {
      case "VcpuMap":
        return map == null && user.left > 0 ? map(user, integer(action, 1)) : null;
      case "UseMap":
        return map == null ? null : () -> map.write(user.task);
      case "VcpuUnmap":
        return map == null ? null : () -> unmap(user, map);
      default:
        return null;
    }
  }

  private Runnable map(User user, int gfn) {
    user.left--;
    VcpuMap map = new VcpuMap(design, mm, gfn);
    user.map = map;
    return () -> {
      if (!map.map(user.task)) {
        user.map = null;
      }
    };
  }

  private static void unmap(User user, VcpuMap map) {
    map.unmap(user.task);
    user.map = null;
  }

  private @Nullable Runnable useCache(User user, ActionInstance action) {
    return switch (action.action()) {
      case "UseGpc" -> () -> cache.use(user.task, CACHED_GFN);
      case "RefreshGpc" -> refresh(user);
      default -> null;
    };
  }

  private Runnable refresh(User user) {
    GpcRefresh refresh = new GpcRefresh(CACHED_GFN);
    user.refresh = refresh;
    return () -> {
      cache.refresh(user.task, refresh);
      user.refresh = null;
    };
  }

  private @Nullable Runnable invalidate(Invalidator invalidator, ActionInstance action) {
    return switch (action.action()) {
      case "InvalidateRangeStart" ->
          invalidator.change(integer(action, 1), integer(action, 2), host.pageOrNull(action, 3));
      case "TearDownDevice" -> kind == PageKind.ZONE_DEVICE ? invalidator.tearDownDevice() : null;
      default -> null;
    };
  }

  @Override
  protected boolean isDone(Actor actor) {
    User user = users.get(actor);
    if (user != null) {
      return !design.has(Rule.TRACK_INVALIDATIONS) && user.left == 0 && user.map == null;
    }
    Invalidator invalidator = invalidators.get(actor);
    return invalidator != null && invalidator.left() == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, mm, splats, cache));
    objects.addAll(mm.pages());
    objects.addAll(users.values());
    objects.addAll(invalidators.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(actors, Actor::name, this::pc));
    projection.add("map", () -> ofUsers(user -> map(user.map)));
    projection.add("refresh", () -> ofUsers(user -> refresh(user.refresh)));
    projection.add(
        "inv", () -> byName(invalidators.values(), Invalidator::name, GuestMapSubject::inv));
    projection.add("gpc", this::gpc);
    projection.add("gpcWriter", () -> nameOrNone(cache.lock().writer(), Task::name));
    projection.add("gpcReaders", () -> names(cache.lock().readers(), Task::name));
    projection.add("refreshLock", () -> nameOrNone(cache.refreshLock().owner(), Task::name));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("active", () -> Value.of(kvm.counts().activeAcquire()));
    host.project(projection);
    projection.add("pins", () -> host.ofPages(page -> Value.of(page.pins())));
    projection.add(
        "clean",
        () ->
            Value.set(
                mm.pages().stream()
                    .filter(Page::isClean)
                    .map(page -> HostView.name(page.number()))
                    .toList()));
    projection.add("mapsLeft", () -> ofUsers(user -> Value.of(user.left)));
    projection.add(
        "invalidationsLeft",
        () -> byName(invalidators.values(), Invalidator::name, i -> Value.of(i.left())));
    projection.add("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private Value ofUsers(Function<User, Value> value) {
    return byName(users.values(), user -> user.task.name(), value);
  }

  private static Value map(@Nullable VcpuMap map) {
    return Value.rec(
        Map.of(
            "gfn", map == null ? NONE : Value.of(map.gfn()),
            "pfn", map == null ? NONE : HostView.nameOrNone(map.page()),
            "live", Value.of(map != null && map.isMapped())));
  }

  private static Value refresh(@Nullable GpcRefresh refresh) {
    return Value.rec(
        Map.of(
            "mmu_seq",
            Value.of(refresh == null ? 0 : refresh.mmuSeq()),
            "pfn",
            refresh == null ? NONE : HostView.nameOrNone(refresh.page()),
            "oldPfn",
            refresh == null ? NONE : HostView.nameOrNone(refresh.oldPage())));
  }

  private static Value inv(Invalidator invalidator) {
    Map<String, Value> fields = invalidator.fields();
    fields.put("teardown", Value.of(invalidator.isTeardown()));
    return Value.rec(fields);
  }

  private Value gpc() {
    return Value.rec(
        Map.of("valid", Value.of(cache.isValid()), "pfn", HostView.nameOrNone(cache.page())));
  }
}
