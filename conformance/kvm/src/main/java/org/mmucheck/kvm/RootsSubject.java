package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;
import static org.mmucheck.kvm.Projection.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.FastZap;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.model.mmu.ZapWorker;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** A VM whose roots come and go: vCPUs load, share and put them, zappers and kworkers zap them. */
abstract class RootsSubject extends KvmSubject {
  /**
   * A task that walks roots.
   *
   * @param <T> what it has in hand beside its walk
   */
  static class Walking<T> extends Worker<T> {
    private final TdpWalk walk;

    Walking(Seat seat, TdpWalk walk) {
      super(seat);
      this.walk = walk;
    }

    final TdpWalk walk() {
      return walk;
    }
  }

  /** A task that runs its operation as often as its budget says. */
  static class Operator extends Walking<Void> {
    private final Runnable operation;

    Operator(Seat seat, TdpWalk walk, Runnable operation) {
      super(seat, walk);
      this.operation = operation;
    }

    final Runnable begin() {
      return begin(operation);
    }
  }

  /** A task that zaps all roots fast. */
  static final class Zapper extends Operator {
    private final FastZap zap;

    Zapper(Seat seat, FastZap zap, Runnable operation) {
      super(seat, zap.walk(), operation);
      this.zap = zap;
    }

    FastZap zap() {
      return zap;
    }
  }

  /** A vCPU; it has the fault in hand that it handles. Its budgets are of its own. */
  static final class Cpu extends Walking<PageFault> {
    private final Vcpu vcpu;
    private int loads;
    private int faults;

    Cpu(Seat seat, Vcpu vcpu, int loads, int faults) {
      super(seat, vcpu.walk());
      this.vcpu = vcpu;
      this.loads = loads;
      this.faults = faults;
    }

    Vcpu vcpu() {
      return vcpu;
    }

    private Runnable load(TdpRoot fresh) {
      loads--;
      return () -> vcpu.loadRoot(fresh);
    }

    /** Handles {@code fault}, which is in hand as long. */
    Runnable handle(PageFaultHandler handler, PageFault fault) {
      take(fault);
      return () -> {
        vcpu.handleFault(handler, fault);
        drop();
      };
    }
  }

  /** What a vCPU does about a fault on a frame. */
  interface Faulting {
    Runnable begin(Cpu cpu, int gfn);
  }

  protected final Kvm kvm;
  private final Map<String, TdpRoot> roots = new LinkedHashMap<>();

  protected RootsSubject(Setup setup, Kvm kvm) {
    super(setup);
    this.kvm = kvm;
    for (String name : constants.texts("Root")) {
      roots.put(name, kvm.newRootPage(name));
    }
    watch(kvm, kvm.splats());
    watch(roots.values().toArray());
    when(Environment.RCU_FREE, this::rcuFree);
    VmView.project(projection, kvm);
    projectRoots();
  }

  protected final TdpRoot root(String name) {
    TdpRoot root = roots.get(name);
    if (root == null) {
      throw new IllegalArgumentException("no root " + name);
    }
    return root;
  }

  private boolean rcuFree(ActionInstance action) {
    TdpRoot root = root(Arguments.at(action, 0).toString());
    return root.free() != null && root.free().run();
  }

  /** The kworkers of the model, at work. */
  protected final List<Walking<Void>> kworkers() {
    return crew(
        "Worker",
        1,
        seat -> {
          ZapWorker worker = kvm.zapWorker(seat.task());
          serve(seat, worker::run);
          return new Walking<>(seat, worker.walk());
        });
  }

  /**
   * vCPUs load a root and fault while they {@code mayRun}.
   *
   * @param faulting what they do about a fault; their budget has been spent
   */
  protected final void loadAndFault(List<Cpu> cpus, Predicate<Cpu> mayRun, Faulting faulting) {
    when(
        Start.LOAD_ROOT,
        cpus,
        (cpu, action) -> {
          TdpRoot fresh = root(Arguments.at(action, 1).toString());
          return mayRun.test(cpu) && mayLoad(cpu, fresh, cpus) ? cpu.load(fresh) : null;
        });
    when(
        Start.HANDLE_FAULT,
        cpus,
        (cpu, action) -> {
          if (!mayRun.test(cpu) || cpu.vcpu.root() == null || cpu.faults == 0) {
            return null;
          }
          cpu.faults--;
          return faulting.begin(cpu, Arguments.integer(action, 1));
        });
  }

  /** Whether a vCPU lacks a root, and {@code fresh} is a page that nobody has. */
  private static boolean mayLoad(Cpu cpu, TdpRoot fresh, List<Cpu> cpus) {
    return cpu.vcpu.root() == null
        && cpu.loads > 0
        && fresh.life() == TdpRoot.Life.UNBORN
        && cpus.stream().noneMatch(other -> other.vcpu.topped() == fresh);
  }

  @Override
  final void stop() {
    kvm.zapWorkqueue().destroy();
  }

  /** Every task rests: it is idle, or a kworker without work. */
  protected final void terminate(List<Walking<Void>> kworkers) {
    when(
        Environment.TERMINATING,
        action ->
            workers().stream().allMatch(w -> w.isIdle() || kworkers.contains(w))
                && kworkers.stream().allMatch(w -> waitsForWork(w.actor()))
                && kvm.zapWorkqueue().queued().isEmpty());
  }

  private boolean waitsForWork(Actor kworker) {
    return pc(kworker).equals(Value.of("ProcessWork"));
  }

  private void projectRoots() {
    projection.offer("life", () -> ofRoots(root -> text(root.life())));
    projection.offer("count", () -> ofRoots(root -> Value.of(root.refcountAcquire())));
    projection.offer("invalid", () -> ofRoots(root -> Value.of(root.isInvalid())));
    projection.offer("nxt", () -> ofRoots(root -> nameOrNone(root.next(), TdpRoot::name)));
    projection.offer(
        "owns", () -> ofWorkers(workers(), w -> ofRoots(root -> Value.of(root.owned(w.task())))));
    projection.offer("mmuRef", () -> ofRoots(root -> Value.of(root.mmuReferences())));
    projection.offer("scheduled", () -> rootsThat(TdpRoot::isScheduled));
    projection.offer("hadOwner", () -> rootsThat(TdpRoot::hadOwner));
    projection.offer("vmHolders", () -> rootsThat(TdpRoot::helperHoldsVm));
    projection.offer("grace", () -> ofRoots(RootsSubject::grace));
  }

  private static Value grace(TdpRoot root) {
    return root.free() == null ? Value.set() : names(root.free().waitsFor(), Task::name);
  }

  /** Adds {@code spte}: of each root, what it has for frames {@code 0 .. gfns-1}. */
  protected final void projectSptes(int gfns, LongFunction<Value> spte) {
    projection.add(
        "spte",
        () ->
            ofRoots(
                root ->
                    Projection.ofFrames(gfns, gfn -> spte.apply(root.sptes().getAcquire(gfn)))));
  }

  /** Offers what the modules have of vCPUs. */
  protected final void projectCpus(List<Cpu> cpus) {
    projection.offer("loaded", () -> ofWorkers(cpus, cpu -> rootOrNone(cpu.vcpu.root())));
    projection.offer("topped", () -> ofWorkers(cpus, cpu -> rootOrNone(cpu.vcpu.topped())));
    projection.offer("loads", () -> ofWorkers(cpus, cpu -> Value.of(cpu.loads)));
    projection.offer("faults", () -> ofWorkers(cpus, cpu -> Value.of(cpu.faults)));
    projection.offer("reload", () -> cpusThat(cpus, Vcpu::mustReload));
    projection.offer("guest", () -> cpusThat(cpus, Vcpu::isInGuest));
  }

  /** Adds {@code gifts} and {@code seen}. */
  protected final void projectZappers(List<Zapper> zappers) {
    projection.add("gifts", () -> ofWorkers(zappers, z -> names(z.zap.gifts(), TdpRoot::name)));
    projection.add("seen", () -> ofWorkers(zappers, z -> names(z.zap.seen(), TdpRoot::name)));
  }

  protected static Value rootOrNone(@Nullable TdpRoot root) {
    return nameOrNone(root, TdpRoot::name);
  }

  private static Value cpusThat(List<Cpu> cpus, Predicate<Vcpu> wanted) {
    return names(cpus.stream().filter(cpu -> wanted.test(cpu.vcpu)).toList(), Cpu::name);
  }

  protected final Value ofRoots(Function<TdpRoot, Value> value) {
    return byName(roots.values(), TdpRoot::name, value);
  }

  private Value rootsThat(Predicate<TdpRoot> wanted) {
    return names(roots.values().stream().filter(wanted).toList(), TdpRoot::name);
  }
}
