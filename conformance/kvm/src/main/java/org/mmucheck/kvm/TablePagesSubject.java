package org.mmucheck.kvm;

import static org.mmucheck.kvm.HostView.argument;
import static org.mmucheck.kvm.HostView.integer;
import static org.mmucheck.kvm.HostView.ofFrames;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.tables.GuestWalker;
import org.mmucheck.model.tables.HugeFault;
import org.mmucheck.model.tables.LeafZap;
import org.mmucheck.model.tables.TablePage;
import org.mmucheck.model.tables.TdpTree;
import org.mmucheck.model.tables.TreeFault;
import org.mmucheck.model.tables.TreeInvalidation;
import org.mmucheck.model.tables.TreeWalk;
import org.mmucheck.model.tables.TreeZap;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A tree with the tasks of one {@code TablePages} model, each on an actor. */
final class TablePagesSubject extends ScheduledSubject {
  private static final Value NONE = Value.of("none");

  /** A task that runs its operation once; the command's second argument says where. */
  private record Once(String command, Object owner, Function<ActionInstance, Runnable> operation) {}

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Splats splats = new Splats();
  private final GuestPages host;
  private final TdpTree tree;
  private final int gfns;
  private final Map<Actor, TreeWalk> walks = new LinkedHashMap<>();
  private final Map<Actor, TreeFault> vcpus = new LinkedHashMap<>();
  private final Map<Actor, GuestWalker> guests = new LinkedHashMap<>();
  private final Map<Actor, Once> once = new LinkedHashMap<>();
  private final Map<Actor, Integer> left = new LinkedHashMap<>();

  TablePagesSubject(List<String> vars, Constants constants) {
    super(TablePagesAdapter.ACTIONS);
    this.vars = vars;
    int slots = constants.integer("Slots");
    int perTable = constants.integer("PerTable");
    this.gfns = slots * perTable;
    this.host = new GuestPages(gfns, splats);
    int tables = constants.texts("Table").size();
    this.tree = new TdpTree(constants.design(), slots, perTable, tables, host, splats);
    tree.populate(constants.integers("MappedAtStart"));
    for (String name : constants.texts("Vcpu")) {
      Actor actor = spawn(name);
      TreeFault fault = tree.fault(task(actor));
      vcpus.put(actor, fault);
      walks.put(actor, fault.walk());
      left.put(actor, constants.integer("Faults"));
      if (constants.texts("Guest").contains(name)) {
        guests.put(actor, tree.guestWalker());
      }
    }
    for (String name : constants.texts("Zapper")) {
      Actor actor = spawn(name);
      TreeZap zap = tree.zap(task(actor));
      addOnce(actor, zap.walk(), new Once("ZapTables", zap, action -> zap::zap));
    }
    for (String name : constants.texts("Replacer")) {
      Actor actor = spawn(name);
      HugeFault fault = tree.hugeFault(task(actor));
      addOnce(
          actor,
          fault.walk(),
          new Once("ReplaceTable", fault, a -> () -> fault.map(integer(a, 1))));
    }
    for (String name : constants.texts("LeafZapper")) {
      Actor actor = spawn(name);
      LeafZap zap = tree.leafZap(task(actor));
      addOnce(actor, zap.walk(), new Once("ZapLeaf", zap, a -> () -> zap.zap(integer(a, 1))));
    }
    for (String name : constants.texts("Notifier")) {
      Actor actor = spawn(name);
      TreeInvalidation range = tree.invalidation(task(actor), constants.integers("NotifierRange"));
      addOnce(actor, range.walk(), new Once("InvalidateRangeStart", range, a -> range::start));
    }
    project();
  }

  private static Task task(Actor actor) {
    return new Task(actor.name(), new ControlledProbe(actor, TablePagesAdapter.POINTS));
  }

  private void addOnce(Actor actor, TreeWalk walk, Once operation) {
    walks.put(actor, walk);
    once.put(actor, operation);
    left.put(actor, 1);
  }

  @Override
  protected boolean environment(ActionInstance action) {
    return switch (action.action()) {
      case "FreePage" -> host.free(integer(action, 0));
      case "RcuFree" -> {
        TablePage table = table(argument(action, 0));
        yield table.free() != null && table.free().run();
      }
      case "WalkRoot" -> inGuest(action) && guest(action).walkRoot(integer(action, 1));
      default -> inGuest(action) && guest(action).walkTable(integer(action, 1)); // WalkTable
    };
  }

  private boolean inGuest(ActionInstance action) {
    return actor(action).isIdle();
  }

  private GuestWalker guest(ActionInstance action) {
    GuestWalker guest = guests.get(actor(action));
    if (guest == null) {
      throw new IllegalArgumentException(action + " names no vCPU that runs a guest");
    }
    return guest;
  }

  private TablePage table(Value name) {
    return tree.tables().stream()
        .filter(table -> name(table).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no table " + name));
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    int budget = left.getOrDefault(actor, 0);
    Once operation = once.get(actor);
    if (budget == 0) {
      return null;
    }
    if (operation != null) {
      if (!operation.command().equals(action.action())) {
        return null;
      }
      left.put(actor, budget - 1);
      return operation.operation().apply(action);
    }
    TreeFault fault = vcpus.get(actor);
    return fault == null || !action.action().equals("HandleFault")
        ? null
        : handleFault(actor, fault, action);
  }

  private @Nullable Runnable handleFault(Actor actor, TreeFault fault, ActionInstance action) {
    int gfn = integer(action, 1);
    TablePage fresh = table(argument(action, 2));
    boolean taken = vcpus.values().stream().anyMatch(other -> other.topped() == fresh);
    if (tree.isMapped(gfn) || fresh.life() != TablePage.Life.UNUSED || taken) {
      return null;
    }
    left.merge(actor, -1, Integer::sum);
    return () -> fault.handle(gfn, fresh);
  }

  @Override
  protected boolean isDone(Actor actor) {
    return left.getOrDefault(actor, 0) == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(tree, left));
    objects.addAll(tree.tables());
    objects.addAll(walks.values());
    objects.addAll(vcpus.values());
    objects.addAll(guests.values());
    once.values().forEach(operation -> objects.add(operation.owner()));
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(walks.keySet(), Actor::name, this::pc));
    projection.add(
        "iter", () -> byName(walks.entrySet(), e -> e.getKey().name(), e -> iter(e.getValue())));
    projection.add(
        "topped",
        () -> byName(vcpus.entrySet(), e -> e.getKey().name(), e -> nameOr(e.getValue().topped())));
    projection.add(
        "faults",
        () -> byName(vcpus.keySet(), Actor::name, a -> Value.of(left.getOrDefault(a, 0))));
    projection.add("writer", () -> nameOrNone(tree.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(tree.mmuLock().readers(), Task::name));
    projection.add(
        "root", () -> ofFrames(tree.root().size(), slot -> entry(tree.root().getAcquire(slot))));
    projection.add(
        "leaf",
        () ->
            ofTables(t -> ofFrames(t.sptes().size(), index -> leaf(t.sptes().getAcquire(index)))));
    projection.add("life", () -> ofTables(t -> Value.of(t.life().name().toLowerCase(Locale.ROOT))));
    projection.add("rcu", () -> names(tree.rcu().readers(), Task::name));
    projection.add(
        "grace",
        () ->
            ofTables(t -> t.free() == null ? Value.set() : names(t.free().waitsFor(), Task::name)));
    projection.add("cached", () -> ofGuests(cpu -> ofFrames(gfns, gfn -> nameOr(cpu.cached(gfn)))));
    projection.add("tlb", () -> ofGuests(cpu -> frames(cpu::translates)));
    projection.add(
        "page",
        () ->
            ofFrames(
                gfns, gfn -> Value.of(host.life(gfn) == GuestPages.Life.FREE ? "free" : "mapped")));
    projection.add("returned", () -> frames(gfn -> host.life(gfn) != GuestPages.Life.MAPPED));
    projection.add("inProgress", () -> Value.of(tree.inProgress()));
    projection.add("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private Value frames(IntPredicate wanted) {
    return Value.set(IntStream.range(0, gfns).filter(wanted).mapToObj(Value::of).toList());
  }

  private Value ofGuests(Function<GuestWalker, Value> value) {
    return byName(guests.entrySet(), e -> e.getKey().name(), e -> value.apply(e.getValue()));
  }

  /** A function on the tables. Their names are strings, so TLA+ has it as a record. */
  private Value ofTables(Function<TablePage, Value> value) {
    return Value.rec(
        tree.tables().stream().collect(Collectors.toMap(table -> "t" + table.number(), value)));
  }

  private static Value name(TablePage table) {
    return Value.of("t" + table.number());
  }

  private static Value nameOr(@Nullable TablePage table) {
    return table == null ? NONE : name(table);
  }

  private static Value iter(TreeWalk walk) {
    Map<String, Value> fields = new HashMap<>();
    fields.put("op", Value.of(walk.op().name().toLowerCase(Locale.ROOT)));
    fields.put("gfn", Value.of(walk.gfn()));
    fields.put("at", nameOr(walk.at()));
    fields.put("old", leaf(walk.old()));
    fields.put("yielded", Value.of(walk.yielded()));
    fields.put("flush", Value.of(walk.flush()));
    return Value.rec(fields);
  }

  private Value entry(long entry) {
    if (entry == TdpTree.HUGE) {
      return Value.of("huge");
    }
    return TdpTree.isTable(entry) ? Value.of("t" + SpteTable.pfn(entry)) : leaf(entry);
  }

  private static Value leaf(long spte) {
    if (SpteTable.isPresent(spte)) {
      return Value.of("present");
    }
    return Value.of(spte == SpteTable.FROZEN ? "frozen" : "none");
  }
}
