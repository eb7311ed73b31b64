package org.mmucheck.linux.subject;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.Point;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.KernelStructs;
import org.mmucheck.linux.machine.Root;
import org.mmucheck.linux.machine.Spte;
import org.mmucheck.linux.machine.VirtualMachine;

/** The machine of a scene with roots, and the names that the spec gives to its roots. */
final class RootScene {
  private static final long FIRST_FRAME = Scene.FIRST_FRAME;
  private static final int COUNT_BYTES = 4;

  final VirtualMachine vm;
  final List<Long> vcpus;
  private final Guest machine;
  private final Stepper stepper;
  private final Interruptions interruptions;
  private final KernelStructs structs;
  private final Map<String, Set<String>> stops;
  private final Map<String, Long> roots = new HashMap<>(); // where the struct of each is
  private final Map<Long, String> counts = new HashMap<>(); // whose count is at an address

  RootScene(Guest machine, Stepper stepper, KernelStructs structs, KernelPoints points) {
    this.machine = machine;
    this.stepper = stepper;
    this.structs = structs;
    vm = VirtualMachine.all(structs).getFirst();
    vcpus = vm.vcpus();
    interruptions = new Interruptions(machine, stepper, vm);
    stops =
        points.points().stream()
            .filter(point -> !Interruptions.YIELD.contains(point.step()))
            .collect(
                Collectors.groupingBy(
                    Point::task, Collectors.mapping(Point::step, Collectors.toSet())));
  }

  void tell(RootTask task, Mailbox.Operation operation, long first, long second) {
    int cpu = task.machine.cpu();
    machine.mailbox(cpu).tell(machine.stub(), cpu, operation, first, second);
  }

  /** Has a task carry out a command to its end, with nobody looking. */
  void carryOut(RootTask task, Mailbox.Operation operation, long first, long second) {
    tell(task, operation, first, second);
    stepper.next(task.machine, Set.of());
  }

  /** Lets a task run to its next point; where it yields if nobody has asked it to is none. */
  Arrival next(RootTask task) {
    return stepper.next(task.machine, stops(task));
  }

  /** Has the scheduler want a task's CPU, and lets the task run until it notices. */
  Arrival askToYield(RootTask task) {
    interruptions.ask(task.machine);
    return nextToYield(task);
  }

  /** Lets a task run to its next point, on the way of a yield. */
  Arrival nextToYield(RootTask task) {
    Set<String> all = new HashSet<>(stops(task));
    all.addAll(Interruptions.YIELD);
    return stepper.next(task.machine, all);
  }

  /** Has a task return to the VMM as soon as it can. */
  void kick(RootTask task) {
    interruptions.kick(task.machine);
  }

  /** Lets a task that has yielded take mmu_lock again. */
  void retake(RootTask task) {
    interruptions.retake(task.machine);
  }

  /** Lets a task run until it has written to a watched place, or to its next point. */
  Arrival nextOrWritten(RootTask task, Set<Long> addresses) {
    return stepper.nextOrWritten(task.machine, stops(task), addresses);
  }

  /** As {@link #nextOrWritten(RootTask, Set)}, of a place that is watched just for that. */
  Arrival nextOrWritten(RootTask task, long address, int length) {
    stepper.watch(address, length);
    try {
      return nextOrWritten(task, Set.of(address));
    } finally {
      stepper.unwatch(address);
    }
  }

  private Set<String> stops(RootTask task) {
    return stops.getOrDefault(task.machine.kind(), Set.of());
  }

  /** Gives a name to a root; the root that had it before is gone. */
  void name(String name, Root root) {
    Long before = roots.put(name, root.address());
    if (before != null) {
      counts.remove(countOf(before));
      stepper.unwatch(countOf(before));
    }
    counts.put(countOf(root.address()), name);
    stepper.watch(countOf(root.address()), COUNT_BYTES);
  }

  private long countOf(long root) {
    return structs.address("kvm_mmu_page.tdp_mmu_root_count.refs.counter", root);
  }

  /** Where the counts of all roots are. */
  Set<Long> counts() {
    return new HashSet<>(counts.keySet());
  }

  /** Whose count is at an address. */
  String ofCount(long address) {
    return Objects.requireNonNull(counts.get(address));
  }

  /** Where a root says that it is scheduled to be zapped. */
  long scheduledOf(String root) {
    return structs.address(
        "kvm_mmu_page.tdp_mmu_scheduled_root_to_zap", find(root).orElseThrow().address());
  }

  /** The root of a name; empty if there has been none yet. */
  Optional<Root> find(String name) {
    return Optional.ofNullable(roots.get(name)).map(vm::root);
  }

  /** The names of the roots that are on the list, in its order. */
  List<String> listed() {
    return vm.roots().stream().map(this::nameOf).toList();
  }

  /** The first listed root that has no name. */
  Optional<Root> unnamed() {
    return vm.roots().stream().filter(root -> !roots.containsValue(root.address())).findFirst();
  }

  private String nameOf(Root root) {
    return roots.entrySet().stream()
        .filter(entry -> entry.getValue() == root.address())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("root 0x" + Long.toHexString(root.address()));
  }

  /** The name of the root that a vCPU has loaded. */
  Optional<String> loaded(int vcpu) {
    OptionalLong pfn = vm.loaded(vcpus.get(vcpu));
    if (pfn.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        roots.entrySet().stream()
            .filter(entry -> vm.root(entry.getValue()).pfn() == pfn.getAsLong())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("page 0x" + Long.toHexString(pfn.getAsLong())));
  }

  /** A root's entry for a frame of the spec. */
  Spte entry(String root, int frame) {
    return find(root).orElseThrow().entry(FIRST_FRAME + frame);
  }
}
