package org.mmucheck.linux.subject;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.lab.Running;
import org.mmucheck.value.Value;

/** What the tasks of one run share: the machine, and the names that the spec gives to its pages. */
final class Scene {
  /** The first frame of guest memory that the spec knows, as {@code linux/vmm.c} has it. */
  static final long FIRST_FRAME = 0x100;

  static final Value NONE = Value.of("None");

  private static final int PAGE = 4096;

  final Running machine;
  final Stepper stepper;
  final KvmView view;
  final KernelPoints points;
  final Design design;
  private final long data;
  private final long firstSeq;
  private final Map<Long, String> names = new HashMap<>(); // of pages, by frame number
  private final Map<String, Long> frames = new HashMap<>();

  Scene(Running machine, Stepper stepper, KvmView view, KernelPoints points, Design design) {
    this.machine = machine;
    this.stepper = stepper;
    this.view = view;
    this.points = points;
    this.design = design;
    this.data = machine.image().dataAddress();
    this.firstSeq = view.number("kvm.mmu_invalidate_seq");
    for (int frame = 0; frame < design.frames(); frame++) {
      name("p" + frame, backing(frame).orElseThrow());
    }
    stepper.watch(points, "kvm", view.kvm());
  }

  /** Tells the task, which stands at its mark, what to do. */
  void tell(MachineTask task, Mailbox.Operation operation, long first, long second) {
    machine.mailbox(task.cpu()).tell(machine.stub(), task.cpu(), operation, first, second);
  }

  Arrival next(MachineTask task, Set<String> steps) {
    return stepper.next(task, steps);
  }

  /** The sequence number as the spec counts it. */
  long seq(long ofKernel) {
    return ofKernel - firstSeq;
  }

  OptionalLong backing(int frame) {
    return view.backing(data + (long) frame * PAGE);
  }

  OptionalLong mapped(int frame) {
    return view.mapped(FIRST_FRAME + frame);
  }

  void name(String page, long pfn) {
    names.put(pfn, page);
    frames.put(page, pfn);
  }

  void forget(String page) {
    Long pfn = frames.remove(page);
    if (pfn != null) {
      names.remove(pfn);
    }
  }

  OptionalLong frameOf(String page) {
    Long pfn = frames.get(page);
    return pfn == null ? OptionalLong.empty() : OptionalLong.of(pfn);
  }

  /** The spec's name of a page; its number if the spec knows none such. */
  Value name(OptionalLong pfn) {
    if (pfn.isEmpty()) {
      return NONE;
    }
    String name = names.get(pfn.getAsLong());
    return Value.of(name != null ? name : "page 0x" + Long.toHexString(pfn.getAsLong()));
  }
}
