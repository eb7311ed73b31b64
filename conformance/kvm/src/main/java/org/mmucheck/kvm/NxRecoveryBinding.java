package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.at;
import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.frames;
import static org.mmucheck.kvm.Projection.names;
import static org.mmucheck.kvm.Projection.ofFrames;
import static org.mmucheck.kvm.Projection.text;
import static org.mmucheck.kvm.VmView.presence;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.nx.NxFastZap;
import org.mmucheck.model.nx.NxFault;
import org.mmucheck.model.nx.NxGuest;
import org.mmucheck.model.nx.NxHugeFault;
import org.mmucheck.model.nx.NxInvalidation;
import org.mmucheck.model.nx.NxPage;
import org.mmucheck.model.nx.NxRecovery;
import org.mmucheck.model.nx.NxTree;
import org.mmucheck.model.nx.NxWalk;
import org.mmucheck.model.tables.TablePage;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code NxRecovery.tla}: the worker that zaps tables to get huge pages back. */
public final class NxRecoveryBinding extends KvmBinding {
  /** Found by the service loader. */
  public NxRecoveryBinding() {
    super("NxRecovery");
    calls('w', "NX worker");
    calls('g', "giant fault");
    says(Start.HANDLE_FAULT, "direct_page_fault() of code {");
    says(Start.ZAP_TABLES, "kvm_mmu_zap_all_fast() {");
    says(Step.COND_RESCHED, "cond_resched_rwlock_read()");
    says(Step.FLUSH_FOR_YIELD, "kvm_flush_remote_tlbs()");
    says(Step.ZAP_SPTE, "tdp_mmu_iter_set_spte() zaps");
    says(Step.MAP_PAGE, "cmpxchg(SPTE)");
    says(Step.UNLOCK_MMU, "unlock(mmu_lock) }");
    says(Step.CALL_RCU, "call_rcu(table)");
    says(Environment.RCU_FREE, "frees the table");
    hides(
        "pc",
        "iter",
        "left",
        "topped",
        "spGfn",
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

  /** A task with what it does to the tree for good: a fault, a pass, a zap, an invalidation. */
  private static final class Walking<T> extends Worker<Void> {
    private final T operation;
    private final NxWalk walk;

    Walking(Seat seat, T operation, NxWalk walk) {
      super(seat);
      this.operation = operation;
      this.walk = walk;
    }
  }

  private static final class Tree extends KvmSubject {
    private static final Value NONE = Value.of("none");
    private static final Value UPPER = Value.of("upper");

    private final GuestPages host;
    private final NxTree tree;
    private final int regions;
    private final int toZap;
    private final List<Walking<NxFault>> vcpus;
    private final Map<Worker<?>, NxGuest> guests = new LinkedHashMap<>();

    Tree(Setup setup) {
      super(setup);
      this.regions = constants.integer("Regions");
      this.toZap = constants.integer("ToZap");
      Splats splats = new Splats();
      this.host = new GuestPages(regions, splats);
      int pages = constants.texts("Table").size();
      Set<Integer> logged = Set.copyOf(constants.integers("Logged"));
      this.tree = new NxTree(constants.design(), regions, pages, logged, host, splats);
      tree.populate(constants.integers("MappedAtStart"));
      this.vcpus = crew("Vcpu", "Faults", this::vcpu);
      for (Walking<NxFault> vcpu : vcpus) {
        if (constants.texts("Guest").contains(vcpu.name())) {
          guests.put(vcpu, tree.guest());
        }
      }
      watch(tree, splats, tree.upper(), tree.possible());
      watch(tree.pages().toArray());
      watch(tree.pages().stream().map(NxPage::page).toArray());
      watch(guests.values().toArray());
      act();
      VmView.project(projection, tree.mmuLock());
      VmView.project(projection, splats);
      project();
    }

    private Walking<NxFault> vcpu(Worker.Seat seat) {
      NxFault fault = tree.fault(seat.task());
      return new Walking<>(seat, fault, fault.walk());
    }

    private Walking<NxRecovery> worker(Worker.Seat seat) {
      NxRecovery recovery = tree.recovery(seat.task());
      return new Walking<>(seat, recovery, recovery.walk());
    }

    private Walking<NxHugeFault> replacer(Worker.Seat seat) {
      NxHugeFault fault = tree.hugeFault(seat.task());
      return new Walking<>(seat, fault, fault.walk());
    }

    private Walking<NxFastZap> zapper(Worker.Seat seat) {
      NxFastZap zap = tree.fastZap(seat.task());
      return new Walking<>(seat, zap, zap.walk());
    }

    private Walking<NxInvalidation> notifier(Worker.Seat seat) {
      NxInvalidation range = tree.invalidation(seat.task(), constants.integers("NotifierRange"));
      return new Walking<>(seat, range, range.walk());
    }

    private void act() {
      when(Start.HANDLE_FAULT, vcpus, this::fault);
      when(
          Start.RECOVER_NX,
          crew("Worker", "Passes", this::worker),
          (worker, action) -> worker.begin(() -> worker.operation.recover(toZap)));
      when(
          Start.REPLACE_TABLE,
          crew("Replacer", 1, this::replacer),
          (replacer, action) -> {
            int region = integer(action, 1);
            return replacer.begin(() -> replacer.operation.map(region));
          });
      when(
          Start.REPLACE_UPPER,
          crew("Giant", 1, this::replacer),
          (replacer, action) -> replacer.begin(replacer.operation::mapGiant));
      when(
          Start.ZAP_TABLES,
          crew("Zapper", 1, this::zapper),
          (zapper, action) -> zapper.begin(zapper.operation::zap));
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
      Value name = at(action, 0);
      TablePage page = name.equals(UPPER) ? tree.upper() : page(name).page();
      return page.free() != null && page.free().run();
    }

    private boolean inGuest(ActionInstance action) {
      return actor(action).isIdle();
    }

    private NxGuest guest(ActionInstance action) {
      Walking<NxFault> vcpu = acting(vcpus, action);
      NxGuest guest = vcpu == null ? null : guests.get(vcpu);
      if (guest == null) {
        throw new IllegalArgumentException(action + " names no vCPU that runs a guest");
      }
      return guest;
    }

    private NxPage page(Value name) {
      return tree.pages().stream()
          .filter(page -> name(page).equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no table " + name));
    }

    private @Nullable Runnable fault(Walking<NxFault> vcpu, ActionInstance action) {
      int region = integer(action, 1);
      NxPage fresh = page(at(action, 2));
      boolean taken = vcpus.stream().anyMatch(other -> other.operation.topped() == fresh);
      boolean executable =
          tree.isMapped(region) && NxTree.isTable(tree.upper().sptes().getAcquire(region));
      return executable || fresh.page().life() != TablePage.Life.UNUSED || taken
          ? null
          : vcpu.begin(() -> vcpu.operation.handle(region, fresh));
    }

    private void project() {
      projection.add("iter", () -> ofWorkers(workers(), w -> iter(((Walking<?>) w).walk)));
      projection.add("topped", () -> ofWorkers(vcpus, vcpu -> nameOr(vcpu.operation.topped())));
      projection.add("invalid", () -> Value.of(tree.isInvalid()));
      projection.add("root", () -> tree.hasUpper() ? UPPER : entry(tree.root()));
      projection.add(
          "entry", () -> ofFrames(regions, r -> entry(tree.upper().sptes().getAcquire(r))));
      projection.add("leaf", () -> ofTables(page -> presence(page.page().sptes().getAcquire(0))));
      projection.add("life", () -> ofPages(page -> text(page.life())));
      projection.add("spGfn", () -> ofTables(page -> Value.of(page.gfn())));
      projection.add(
          "disallowed",
          () ->
              Value.set(
                  tree.pages().stream().filter(NxPage::isDisallowed).map(Tree::name).toList()));
      projection.add(
          "list", () -> new Value.Seq(tree.possible().pages().stream().map(Tree::name).toList()));
      projection.add("rcu", () -> names(tree.rcu().readers(), Task::name));
      projection.add("grace", () -> ofPages(Tree::grace));
      projection.add(
          "cached", () -> ofGuests(cpu -> ofFrames(regions, r -> nameOr(cpu.cached(r)))));
      projection.add("tlb", () -> ofGuests(cpu -> frames(regions, cpu::translates)));
      projection.add("page", () -> ofFrames(regions, region -> hostPage(host.life(region))));
      projection.add(
          "returned", () -> frames(regions, r -> host.life(r) != GuestPages.Life.MAPPED));
      projection.add("inProgress", () -> Value.of(tree.inProgress()));
    }

    private Value ofGuests(Function<NxGuest, Value> value) {
      return Projection.byName(
          guests.entrySet(), e -> e.getKey().name(), e -> value.apply(e.getValue()));
    }

    /** A function on the tables. Their names are strings, so TLA+ has it as a record. */
    private Value ofTables(Function<NxPage, Value> value) {
      return Value.rec(tables(value));
    }

    private Value ofPages(Function<TablePage, Value> value) {
      Map<String, Value> all = tables(page -> value.apply(page.page()));
      all.put("upper", value.apply(tree.upper()));
      return Value.rec(all);
    }

    private Map<String, Value> tables(Function<NxPage, Value> value) {
      Map<String, Value> all = new HashMap<>();
      tree.pages().forEach(page -> all.put("t" + page.page().number(), value.apply(page)));
      return all;
    }

    private static Value name(NxPage page) {
      return Value.of("t" + page.page().number());
    }

    private static Value nameOr(@Nullable NxPage page) {
      return page == null ? NONE : name(page);
    }

    private Value nameOr(@Nullable TablePage page) {
      if (page == null) {
        return NONE;
      }
      return page == tree.upper() ? UPPER : Value.of("t" + page.number());
    }

    private static Value grace(TablePage page) {
      return page.free() == null ? Value.set() : names(page.free().waitsFor(), Task::name);
    }

    private static Value hostPage(GuestPages.Life life) {
      return Value.of(life == GuestPages.Life.FREE ? "free" : "mapped");
    }

    private Value iter(NxWalk walk) {
      return Value.rec(
          Map.of(
              "op", text(walk.op()),
              "gfn", Value.of(walk.gfn()),
              "at", nameOr(walk.at()),
              "old", entry(walk.old()),
              "sp", nameOr(walk.sp()),
              "left", Value.of(walk.left()),
              "flush", Value.of(walk.flush()),
              "progress", Value.of(walk.progress())));
    }

    private static Value entry(long entry) {
      if (entry == NxTree.HUGE) {
        return Value.of("huge");
      }
      return NxTree.isTable(entry) ? Value.of("t" + SpteTable.pfn(entry)) : presence(entry);
    }
  }
}
