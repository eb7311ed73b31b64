package org.mmucheck.linux.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.probe.Probe.Kind;
import org.mmucheck.linux.probe.Probe.Read;

/**
 * A table of probes as the kernel's tracer takes them (the kernel's {@code
 * Documentation/trace/kprobetrace.rst}), with the offsets that one kernel's BTF says.
 */
public final class ProbeDefinitions {
  /** The name of the group of events, and of the tracer's instance. */
  public static final String GROUP = "mmucheck";

  /** How many calls of a function may be under way at once. */
  private static final String MOST_ACTIVE = "64";

  /** Where the x86-64 ABI has the first arguments. */
  private static final List<String> REGISTERS = List.of("%di", "%si", "%dx", "%cx", "%r8", "%r9");

  private final ProbeTable table;
  private final Layouts layouts;
  private final boolean isModule;

  /**
   * @param layouts of the kernel
   * @param isModule whether KVM is a module there, not built in
   */
  public ProbeDefinitions(ProbeTable table, Layouts layouts, boolean isModule) {
    this.table = table;
    this.layouts = layouts;
    this.isModule = isModule;
  }

  /**
   * One line for {@code kprobe_events} for each probe of a function.
   *
   * @throws InputException if mmu_lock is not where a struct kvm begins: a lock would not tell
   *     whose it is
   * @throws org.mmucheck.linux.kernel.NoSuchFieldInKernelException if the kernel has no such field
   */
  public List<String> kprobes() {
    long lock = layouts.place("kvm.mmu_lock").offset();
    if (lock != 0) {
      throw new InputException(
          "Linux " + table.kernel(), "", "struct kvm has mmu_lock at " + lock + ", not at 0");
    }
    List<String> lines = new ArrayList<>();
    for (Probe probe : table.probes()) {
      if (probe.kind() != Kind.TRACEPOINT) {
        lines.add(line(probe));
      }
    }
    return lines;
  }

  /** What the log calls the probes of functions. */
  List<String> events() {
    return table.probes().stream()
        .filter(probe -> probe.kind() != Kind.TRACEPOINT)
        .map(Probe::event)
        .toList();
  }

  /** The tracepoints that are to be enabled, as {@code system/name}. */
  public List<String> tracepoints() {
    return table.probes().stream()
        .filter(probe -> probe.kind() == Kind.TRACEPOINT)
        .map(Probe::place)
        .toList();
  }

  private String line(Probe probe) {
    StringBuilder line = new StringBuilder();
    line.append(probe.kind() == Kind.ENTRY ? "p:" : "r" + MOST_ACTIVE + ":");
    line.append(GROUP).append('/').append(probe.event()).append(' ');
    if (isModule && !probe.module().isEmpty()) {
      line.append(probe.module()).append(':');
    }
    line.append(probe.place());
    for (Map.Entry<String, Read> read : probe.reads().entrySet()) {
      line.append(' ').append(read.getKey()).append('=').append(fetch(probe, read.getValue()));
    }
    return line.toString();
  }

  private String fetch(Probe probe, Read read) {
    if (read.argument() == 0) {
      return "$retval:" + read.type();
    }
    String at =
        probe.kind() == Kind.RETURN ? "$arg" + read.argument() : REGISTERS.get(read.argument() - 1);
    if (read.path().isEmpty()) {
      return at + ":x64";
    }
    Place place = layouts.place(read.path());
    for (long hop : place.hops()) {
      at = "+" + hop + "(" + at + ")";
    }
    boolean isNumber = place.bit() % Byte.SIZE == 0 && Integer.bitCount(place.bits()) == 1;
    if (!isNumber || place.bits() < Byte.SIZE || place.bits() > Long.SIZE) {
      throw new InputException(
          "Linux " + table.kernel(), read.path(), "is no number: " + place.bits() + " bits");
    }
    return "+%d(%s):%s%d"
        .formatted(place.bit() / Byte.SIZE, at, place.signed() ? "s" : "u", place.bits());
  }
}
