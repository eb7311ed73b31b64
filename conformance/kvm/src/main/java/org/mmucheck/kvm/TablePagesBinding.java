package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.at;
import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.frames;
import static org.mmucheck.kvm.Projection.names;
import static org.mmucheck.kvm.Projection.ofFrames;
import static org.mmucheck.kvm.Projection.text;
import static org.mmucheck.kvm.VmView.presence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
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
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code TablePages.tla}: page-table pages, who links and removes them, hardware that walks. */
public final class TablePagesBinding extends KvmBinding {
  /** Found by the service loader. */
  public TablePagesBinding() {
    super("TablePages");
    says(Start.HANDLE_FAULT, "direct_page_fault() {");
    says(Step.COND_RESCHED, "cond_resched_rwlock_write()");
    says(Step.FLUSH_FOR_YIELD, "kvm_flush_remote_tlbs()");
    says(Step.ZAP_SPTE, "tdp_mmu_iter_set_spte() zaps");
    says(Step.FREEZE_SPTE, "freezes the SPTE");
    says(Step.CLEAR_SPTE, "clears the SPTE");
    says(Step.MAP_PAGE, "cmpxchg(SPTE)");
    says(Step.UNLOCK_MMU, "unlock(mmu_lock) }");
    says(Step.CALL_RCU, "call_rcu(table)");
    says(Environment.RCU_FREE, "frees the table");
    hides(
        "pc",
        "iter",
        "topped",
        "faults",
        "writer",
        "readers",
        "rcu",
        "grace",
        "returned",
        "inProgress");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Tree(setup);
  }

  /** A task with what it does to the tree for good: a fault, a zap, an invalidation. */
  private static final class Walking<T> extends Worker<Void> {
    private final T operation;
    private final TreeWalk walk;

    Walking(Seat seat, T operation, TreeWalk walk) {
      super(seat);
      this.operation = operation;
      this.walk = walk;
    }
  }

  private static final class Tree extends KvmSubject {
    private static final Value NONE = Value.of("none");

    private final GuestPages host;
    private final TdpTree tree;
    private final int gfns;
    private final List<Walking<TreeFault>> vcpus;
    private final Map<Worker<?>, GuestWalker> guests = new LinkedHashMap<>();

    Tree(Setup setup) {
      super(setup);
      int slots = constants.integer("Slots");
      int perTable = constants.integer("PerTable");
      this.gfns = slots * perTable;
      Splats splats = new Splats();
      this.host = new GuestPages(gfns, splats);
      int tables = constants.texts("Table").size();
      this.tree = new TdpTree(constants.design(), slots, perTable, tables, host, splats);
      tree.populate(constants.integers("MappedAtStart"));
      this.vcpus = crew("Vcpu", "Faults", this::vcpu);
      for (Walking<TreeFault> vcpu : vcpus) {
        if (constants.texts("Guest").contains(vcpu.name())) {
          guests.put(vcpu, tree.guestWalker());
        }
      }
      watch(tree, splats);
      watch(tree.tables().toArray());
      watch(guests.values().toArray());
      act();
      VmView.project(projection, tree.mmuLock());
      VmView.project(projection, splats);
      project();
    }

    private Walking<TreeFault> vcpu(Worker.Seat seat) {
      TreeFault fault = tree.fault(seat.task());
      return new Walking<>(seat, fault, fault.walk());
    }

    private Walking<TreeZap> zapper(Worker.Seat seat) {
      TreeZap zap = tree.zap(seat.task());
      return new Walking<>(seat, zap, zap.walk());
    }

    private Walking<HugeFault> replacer(Worker.Seat seat) {
      HugeFault fault = tree.hugeFault(seat.task());
      return new Walking<>(seat, fault, fault.walk());
    }

    private Walking<LeafZap> leafZapper(Worker.Seat seat) {
      LeafZap zap = tree.leafZap(seat.task());
      return new Walking<>(seat, zap, zap.walk());
    }

    private Walking<TreeInvalidation> notifier(Worker.Seat seat) {
      TreeInvalidation range = tree.invalidation(seat.task(), constants.integers("NotifierRange"));
      return new Walking<>(seat, range, range.walk());
    }

    private void act() {
      when(Start.HANDLE_FAULT, vcpus, this::fault);
      when(
          Start.ZAP_TABLES,
          crew("Zapper", 1, this::zapper),
          (zapper, action) -> zapper.begin(zapper.operation::zap));
      when(
          Start.REPLACE_TABLE,
          crew("Replacer", 1, this::replacer),
          (replacer, action) -> {
            int slot = integer(action, 1);
            return replacer.begin(() -> replacer.operation.map(slot));
          });
      when(
          Start.ZAP_LEAF,
          crew("LeafZapper", 1, this::leafZapper),
          (zapper, action) -> {
            int gfn = integer(action, 1);
            return zapper.begin(() -> zapper.operation.zap(gfn));
          });
      when(
          Start.INVALIDATE_RANGE_START,
          crew("Notifier", 1, this::notifier),
          (notifier, action) -> notifier.begin(notifier.operation::start));
      when(Environment.FREE_PAGE, action -> host.free(integer(action, 0)));
      when(Environment.RCU_FREE, this::rcuFree);
      when(Environment.WALK_ROOT, a -> inGuest(a) && guest(a).walkRoot(integer(a, 1)));
      when(Environment.WALK_TABLE, a -> inGuest(a) && guest(a).walkTable(integer(a, 1)));
    }

    private boolean rcuFree(ActionInstance action) {
      TablePage table = table(at(action, 0));
      return table.free() != null && table.free().run();
    }

    private boolean inGuest(ActionInstance action) {
      return actor(action).isIdle();
    }

    private GuestWalker guest(ActionInstance action) {
      Walking<TreeFault> vcpu = acting(vcpus, action);
      GuestWalker guest = vcpu == null ? null : guests.get(vcpu);
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

    private @Nullable Runnable fault(Walking<TreeFault> vcpu, ActionInstance action) {
      int gfn = integer(action, 1);
      TablePage fresh = table(at(action, 2));
      boolean taken = vcpus.stream().anyMatch(other -> other.operation.topped() == fresh);
      return tree.isMapped(gfn) || fresh.life() != TablePage.Life.UNUSED || taken
          ? null
          : vcpu.begin(() -> vcpu.operation.handle(gfn, fresh));
    }

    private void project() {
      projection.add("iter", () -> ofWorkers(workers(), w -> iter(((Walking<?>) w).walk)));
      projection.add("topped", () -> ofWorkers(vcpus, vcpu -> nameOr(vcpu.operation.topped())));
      projection.add("faults", () -> ofWorkers(vcpus, vcpu -> Value.of(vcpu.left())));
      projection.add(
          "root", () -> ofFrames(tree.root().size(), slot -> entry(tree.root().getAcquire(slot))));
      projection.add("leaf", () -> ofTables(Tree::leafs));
      projection.add("life", () -> ofTables(table -> text(table.life())));
      projection.add("rcu", () -> names(tree.rcu().readers(), Task::name));
      projection.add("grace", () -> ofTables(Tree::grace));
      projection.add(
          "cached", () -> ofGuests(cpu -> ofFrames(gfns, gfn -> nameOr(cpu.cached(gfn)))));
      projection.add("tlb", () -> ofGuests(cpu -> frames(gfns, cpu::translates)));
      projection.add("page", () -> ofFrames(gfns, gfn -> page(host.life(gfn))));
      projection.add(
          "returned", () -> frames(gfns, gfn -> host.life(gfn) != GuestPages.Life.MAPPED));
      projection.add("inProgress", () -> Value.of(tree.inProgress()));
    }

    private Value ofGuests(Function<GuestWalker, Value> value) {
      return Projection.byName(
          guests.entrySet(), e -> e.getKey().name(), e -> value.apply(e.getValue()));
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

    private static Value leafs(TablePage table) {
      return ofFrames(table.sptes().size(), index -> presence(table.sptes().getAcquire(index)));
    }

    private static Value grace(TablePage table) {
      return table.free() == null ? Value.set() : names(table.free().waitsFor(), Task::name);
    }

    private static Value page(GuestPages.Life life) {
      return Value.of(life == GuestPages.Life.FREE ? "free" : "mapped");
    }

    private static Value iter(TreeWalk walk) {
      return Value.rec(
          Map.of(
              "op", text(walk.op()),
              "gfn", Value.of(walk.gfn()),
              "at", nameOr(walk.at()),
              "old", presence(walk.old()),
              "yielded", Value.of(walk.yielded()),
              "flush", Value.of(walk.flush())));
    }

    private static Value entry(long entry) {
      if (entry == TdpTree.HUGE) {
        return Value.of("huge");
      }
      return TdpTree.isTable(entry) ? Value.of("t" + SpteTable.pfn(entry)) : presence(entry);
    }
  }
}
