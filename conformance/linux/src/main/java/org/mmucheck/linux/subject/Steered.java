package org.mmucheck.linux.subject;

import java.util.List;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.machine.KernelStructs;
import org.mmucheck.linux.memory.KernelMemory;
import org.mmucheck.linux.remote.Cpus;

/** A machine with what is known of its kernel, and with a breakpoint at each point. */
record Steered(Guest guest, Facts facts, Stepper stepper, KernelMemory memory) {
  /** Sets the breakpoints. */
  static Steered of(Guest guest, Facts facts, int cpuCount) {
    Cpus cpus = new Cpus(guest.stub(), cpuCount, facts::tell);
    KernelMemory memory = (address, length) -> guest.stub().read(1, address, length);
    Stepper stepper = new Stepper(facts, guest.stub(), cpus);
    stepper.prepare(facts.points(), memory);
    return new Steered(guest, facts, stepper, memory);
  }

  KernelStructs structs() {
    return new KernelStructs(facts.symbols(), facts.layouts(), memory);
  }

  /** The scene of a model of {@code NotifierFault}, on the machine as it was saved. */
  NotifierFaultSubject notifierFault(List<String> vars, Design design) {
    return new NotifierFaultSubject(vars, new Scene(guest, facts, stepper, structs(), design));
  }

  /** The scene of a model of {@code GfnToPfnCache}, likewise. */
  GpcScene cache(GpcDesign design) {
    return new GpcScene(guest, facts, stepper, structs(), design);
  }
}
