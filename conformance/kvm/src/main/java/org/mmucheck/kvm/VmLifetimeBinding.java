package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.model.mmu.VmFile;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** {@code VmLifetime.tla}: the end of a VM, the zap of its root and its RCU callbacks. */
public final class VmLifetimeBinding extends KvmBinding {
  private static final int GFNS = 1;

  /** Found by the service loader. */
  public VmLifetimeBinding() {
    super("VmLifetime");
    says(Step.UNLOCK_MMU, "unlock(mmu_lock) }");
    says(Step.ZAP_SPTE, "tdp_mmu_zap_root()");
    says(Step.FLUSH_WORKQUEUE, "destroy_workqueue() has waited");
    hides("pc", "op", "readers", "loaded");
    locksForWrite();
  }

  /** Who zaps is alone when it holds mmu_lock for write, and no variable of the spec has it. */
  @Override
  public Lock lock(String task, State state) {
    Lock lock = super.lock(task, state);
    boolean zaps = isAt(task, state.value("op"), "zap", "visit");
    boolean waits = isAt(task, state.value("pc"), "ReadLock", "WriteLock");
    return lock == Lock.NONE && zaps && !waits ? Lock.WRITE : lock;
  }

  private static boolean isAt(String task, Value ofTasks, String... places) {
    Value place = ((Value.Fcn) ofTasks).entries().get(Value.of(task));
    return Stream.of(places).map(Value::of).anyMatch(Predicate.isEqual(place));
  }

  @Override
  KvmSubject start(Setup setup) {
    Splats splats = new Splats();
    return new Vm(
        setup, new Kvm(setup.constants().design(), GFNS, new GuestPages(GFNS, splats), splats));
  }

  private static final class Vm extends RootsSubject {
    private final TdpRoot root;
    private final Map<Worker<?>, VmFile> files = new LinkedHashMap<>(); // that it is to close

    Vm(Setup setup, Kvm kvm) {
      super(setup, kvm);
      this.root = root(constants.texts("Root").get(0));
      List<Cpu> cpus = crew("Vcpu", 1, seat -> new Cpu(seat, kvm.vcpu(seat.task()), 0, 0));
      cpus.forEach(cpu -> files.put(cpu, kvm.vcpuFile(cpu.task())));
      List<Worker<Void>> closers = crew("Closer", 1, Worker::new);
      closers.forEach(closer -> files.put(closer, kvm.file(closer.task())));
      kvm.populate(root, List.of(0), cpus.stream().map(Cpu::vcpu).toList());
      kworkers();
      watch(files.values().toArray());
      when(
          Start.FREE_ROOTS,
          cpus,
          (cpu, action) -> cpu.vcpu().root() == null ? null : cpu.vcpu()::freeRoots);
      when(
          Start.CLOSE_FILE,
          Stream.<Worker<?>>concat(cpus.stream(), closers.stream()).toList(),
          (worker, action) -> worker.begin(file(worker)::close));
      projectCpus(cpus);
      project();
    }

    private VmFile file(Worker<?> worker) {
      return Objects.requireNonNull(files.get(worker));
    }

    private void project() {
      projection.add("op", () -> ofWorkers(workers(), this::op));
      projection.add("users", () -> Value.of(kvm.users().count()));
      projection.add("vm", () -> text(kvm.users().life()));
      projection.add("spte", () -> ofRoots(r -> VmView.presence(r.sptes().getAcquire(0))));
    }

    /** What the task is doing; a walk that zaps may be in a root. */
    private Value op(Worker<?> worker) {
      TdpWalk walk = busy(worker);
      if (walk == null) {
        return text(TdpWalk.Op.NONE);
      }
      boolean visits = walk.op() == TdpWalk.Op.ZAP && walk.root() != null;
      return visits ? Value.of("visit") : text(walk.op());
    }

    /** At most one of a task's walks is busy. */
    private @Nullable TdpWalk busy(Worker<?> worker) {
      List<TdpWalk> walks = new ArrayList<>();
      if (worker instanceof Walking<?> walking) {
        walks.add(walking.walk());
      }
      VmFile file = files.get(worker);
      if (file != null) {
        walks.add(file.walk());
      }
      return walks.stream().filter(walk -> walk.op() != TdpWalk.Op.NONE).findFirst().orElse(null);
    }
  }
}
