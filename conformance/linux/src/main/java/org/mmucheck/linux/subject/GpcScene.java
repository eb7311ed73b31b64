package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.Point;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.lab.LabException;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.HostMemory;
import org.mmucheck.linux.machine.KernelStructs;
import org.mmucheck.linux.machine.MmuLock;
import org.mmucheck.linux.machine.PfnCache;
import org.mmucheck.linux.machine.VirtualMachine;

/** The machine of a scene with a cache, and the names that the spec gives to its pages. */
final class GpcScene {
  /** {@code KVM_PFN_ERR_MASK}: bits that only what is no page's number has. */
  static final long NO_PAGE = 0x7ffL << 52;

  private static final int PAGE_SHIFT = 12;
  private static final long FAULT = -14; // EFAULT
  private static final long BY_ADDRESS = -1; // a cache's gpa
  private static final MachineTask MAIN = new MachineTask("main", "", 0);

  /** The vCPU that the cache belongs to has a task of the VMM, whoever that is in the spec. */
  private static final MachineTask FIRST = new MachineTask("first", "", 1);

  /** Of these calls only those count that are for the scene's own cache. */
  private static final Set<String> OF_LOCK =
      Set.of("ReadLockGpc", "ReadUnlockGpc", "InvalidateGpc");

  private final Guest machine;
  private final Facts facts;
  private final Stepper stepper;
  private final VirtualMachine vm;
  private final GpcDesign design;
  private final long firstIndex;
  private final long vcpu;
  private final long cache;
  private final long lock;
  private final long firstSeq;
  private final long firstEnded;
  private final Map<String, Set<String>> stops;
  private final Map<Long, String> names = new HashMap<>(); // of pages, by their numbers
  private final Map<String, Long> numbers = new HashMap<>(); // the latest of each name
  private final List<Long> leaving = new ArrayList<>(); // pages that the kernel still refers to

  GpcScene(Guest machine, Facts facts, Stepper stepper, KernelStructs structs, GpcDesign design) {
    this.machine = machine;
    this.facts = facts;
    this.stepper = stepper;
    this.design = design;
    vm = VirtualMachine.all(structs).getFirst();
    vcpu = vm.vcpus().getFirst();
    cache = vm.infoCache(vcpu);
    lock = vm.cacheLockAddress(cache);
    firstIndex = design.inMemslot() ? 0 : design.shape().frames();
    stops =
        facts.points().points().stream()
            .collect(
                Collectors.groupingBy(
                    Point::task, Collectors.mapping(Point::step, Collectors.toSet())));
    setUp();
    firstSeq = vm.seq();
    firstEnded = vm.gpcSeq().orElse(0);
    KernelPoints points = facts.points();
    stepper.watch(points, "kvm", vm.address());
    stepper.watch(points, "gfn_to_pfn_cache", cache);
  }

  /**
   * A cache is turned on while its frame has no page: so it is active and has none. Pages that the
   * keeper has not mapped may be written to without being copied.
   */
  private void setUp() {
    carryOut(MAIN, Mailbox.Operation.SHARE_INFO, 0, 0);
    carryOut(MAIN, Mailbox.Operation.DISCARD, index(0), index(design.frames() - 1));
    carryOut(FIRST, Mailbox.Operation.ACTIVATE, index(0), 0);
    if (!design.startActive()) {
      carryOut(FIRST, Mailbox.Operation.DEACTIVATE, 0, 0);
    }
    for (int frame = 0; frame < Math.min(design.frames(), design.pages()); frame++) {
      fill(frame, "p" + frame);
    }
  }

  private long index(int frame) {
    return firstIndex + frame;
  }

  private void carryOut(MachineTask task, Mailbox.Operation operation, long first, long second) {
    tell(task, operation, first, second);
    stepper.next(task, Set.of());
    long result = machine.mailbox(task.cpu()).result();
    long expected = operation == Mailbox.Operation.ACTIVATE ? FAULT : 0;
    if (result != expected) {
      throw new LabException("%s of the VMM returns %d".formatted(operation, result));
    }
  }

  private void tell(MachineTask task, Mailbox.Operation operation, long first, long second) {
    machine.mailbox(task.cpu()).tell(machine.stub(), task.cpu(), operation, first, second);
  }

  /** Tells a task what to do with a frame; it has not begun yet. */
  void tell(MachineTask task, Mailbox.Operation operation, int frame) {
    tell(task, operation, index(frame), index(frame));
  }

  /** Gives a frame that has no page a new one. */
  void fill(int frame, String page) {
    carryOut(MAIN, Mailbox.Operation.FILL, index(frame), 0);
    long pfn = backing(frame).orElseThrow();
    names.put(pfn, page);
    numbers.put(page, pfn);
  }

  /** Lets a task run to its next point, but for some. */
  Arrival next(GpcTask task, Set<String> passed) {
    Set<String> steps = new HashSet<>(stops.getOrDefault(task.kind(), Set.of()));
    steps.removeAll(passed);
    while (true) {
      Arrival arrival = stepper.next(task.machine(), steps);
      long argument = arrival.registers().argument(0);
      boolean isOthers =
          OF_LOCK.contains(arrival.step()) && argument != lock
              || arrival.step().equals("CheckGpc") && argument != cache;
      if (!isOthers) {
        return arrival;
      }
    }
  }

  VirtualMachine vm() {
    return vm;
  }

  PfnCache cache() {
    return vm.cache(cache);
  }

  /** Whether the list of caches has the scene's. */
  boolean isListed() {
    return vm.caches().stream().anyMatch(other -> other.address() == cache);
  }

  MmuLock cacheLock() {
    return vm.cacheLock(cache);
  }

  boolean isRefreshLocked() {
    return vm.isRefreshLocked(cache);
  }

  boolean isVcpuLocked() {
    return vm.isVcpuLocked(vcpu);
  }

  /** How many invalidations of memslots have ended, as the spec counts them. */
  long seq() {
    return vm.seq() - firstSeq;
  }

  /** How many have ended at all. */
  long ended() {
    return vm.gpcSeq().orElse(0) - firstEnded;
  }

  /** The frame that the cache is for. */
  int frame() {
    PfnCache now = cache();
    return now.gpa() == BY_ADDRESS
        ? (int) ((now.userspaceAddress() - machine.dataAddress() >> PAGE_SHIFT) - firstIndex)
        : (int) ((now.gpa() >>> PAGE_SHIFT) - Scene.FIRST_FRAME);
  }

  Optional<Long> backing(int frame) {
    return vm.backing(machine.dataAddress() + (index(frame) << PAGE_SHIFT));
  }

  /** The page that the cache maps in the kernel. */
  Optional<Long> mapped() {
    long khva = cache().kernelAddress();
    return khva == 0 ? Optional.empty() : Optional.of(vm.host().pfnOf(khva));
  }

  /** The page that the cache says it is for. */
  Optional<Long> page() {
    long pfn = cache().pfn();
    return (pfn & NO_PAGE) != 0 ? Optional.empty() : Optional.of(pfn);
  }

  /** The spec's name of a page; its number if the spec knows none such. */
  String name(long pfn) {
    return names.getOrDefault(pfn, "page 0x" + Long.toHexString(pfn));
  }

  /** A page is no longer mapped, but the kernel refers to it until TLBs have been flushed. */
  void leave(long pfn) {
    leaving.add(pfn);
  }

  /** The references to a page that the spec counts; empty if the machine has had no such page. */
  Optional<Long> references(String page) {
    return Optional.ofNullable(numbers.get(page)).map(this::references);
  }

  private long references(long pfn) {
    HostMemory host = vm.host();
    long batch = host.hasFlag(pfn, facts.lru()) ? 0 : 1; // a CPU's, until it is full
    long gone = leaving.stream().filter(left -> left == pfn).count();
    return host.references(pfn) - batch - gone;
  }
}
