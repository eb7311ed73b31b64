package org.mmucheck.linux.subject;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.machine.KernelStructs;
import org.mmucheck.linux.machine.Root;
import org.mmucheck.linux.machine.Spte;
import org.mmucheck.linux.machine.VirtualMachine;
import org.mmucheck.value.Value;

/** What the tasks of one run share: the machine, and the names that the spec gives to its pages. */
final class Scene {
  /** The first frame of guest memory that the spec knows, as {@code linux/vmm.c} has it. */
  static final long FIRST_FRAME = 0x100;

  static final Value NONE = Value.of("None");

  private static final int PAGE = 4096;

  private final Guest machine;
  private final Facts facts;
  private final Stepper stepper;
  private final KernelStructs structs;
  private final VirtualMachine vm;
  private final Interruptions interruptions;
  private final Design design;
  private final long data;
  private final long firstSeq;
  private final Map<Long, String> names = new HashMap<>(); // of pages, by their numbers
  private final Map<String, Long> numbers = new HashMap<>();
  private final Set<Long> kept = new HashSet<>();

  Scene(Guest machine, Facts facts, Stepper stepper, KernelStructs structs, Design design) {
    this.machine = machine;
    this.facts = facts;
    this.stepper = stepper;
    this.structs = structs;
    this.vm = VirtualMachine.all(structs).getFirst();
    this.interruptions = new Interruptions(machine, stepper, vm);
    this.design = design;
    this.data = machine.dataAddress();
    this.firstSeq = vm.seq();
    for (int frame = 0; frame < design.frames(); frame++) {
      long pfn = backing(frame).orElseThrow();
      name("p" + frame, pfn);
      kept.add(pfn);
    }
    stepper.watch(points(), "kvm", vm.address());
  }

  Design design() {
    return design;
  }

  KernelPoints points() {
    return facts.points();
  }

  Stepper stepper() {
    return stepper;
  }

  VirtualMachine vm() {
    return vm;
  }

  Interruptions interruptions() {
    return interruptions;
  }

  /** The number to which a path leads from a struct. */
  long number(String path, long struct) {
    return structs.number(path, struct);
  }

  /** Tells the task, which stands at its mark, what to do. */
  void tell(MachineTask task, Mailbox.Operation operation, long first, long second) {
    machine.mailbox(task.cpu()).tell(machine.stub(), task.cpu(), operation, first, second);
  }

  Arrival next(MachineTask task, Set<String> steps) {
    return stepper.next(task, steps);
  }

  /** A sequence number as the spec counts it. */
  long seq(long ofKernel) {
    return ofKernel - firstSeq;
  }

  Optional<Long> backing(int frame) {
    return vm.backing(data + (long) frame * PAGE);
  }

  /** The one root's entry for a frame; empty if there is no root. */
  Optional<Spte> entry(int frame) {
    List<Root> roots = vm.roots();
    return roots.isEmpty()
        ? Optional.empty()
        : Optional.of(roots.getFirst().entry(FIRST_FRAME + frame));
  }

  Optional<Long> mapped(int frame) {
    return entry(frame)
        .filter(entry -> entry.kind() == Spte.Kind.LEAF)
        .map(entry -> entry.pfn(FIRST_FRAME + frame));
  }

  /** Gives a page a name, which the page that had it loses. */
  void name(String page, long pfn) {
    names.values().remove(page);
    names.put(pfn, page);
    numbers.put(page, pfn);
  }

  /** Whether the keeper has mapped a page, too. */
  boolean isKept(long pfn) {
    return kept.contains(pfn);
  }

  /** The number of a page that the spec names; empty if no page has had that name yet. */
  OptionalLong numberOf(String page) {
    Long pfn = numbers.get(page);
    return pfn == null ? OptionalLong.empty() : OptionalLong.of(pfn);
  }

  /** The spec's name of a page; its number if the spec knows none such. */
  Value name(Optional<Long> pfn) {
    return pfn.map(page -> Value.of(names.getOrDefault(page, "page 0x" + Long.toHexString(page))))
        .orElse((Value.Text) NONE);
  }

  /**
   * Whether a page is on a list of pages in use. One that is not yet waits in a batch of a CPU's,
   * which has a reference to it.
   */
  boolean isListed(long pfn) {
    return vm.host().hasFlag(pfn, facts.lru());
  }
}
