package org.mmucheck.linux.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.mmucheck.linux.memory.Registers;

/**
 * The CPUs of a machine, of which one at a time runs.
 *
 * <p>A CPU that runs alone may wait for an answer from another, as when it has remote TLBs flushed.
 * So whenever it has not come anywhere within a slice of time, each other CPU is <em>served</em>:
 * it runs alone until it is back where it stood, at a breakpoint there, having taken the interrupts
 * that were pending and not one instruction more of its own. An interrupt's handler may in turn
 * wait for the first, so they take turns by the slice until nobody is away from home.
 */
public final class Cpus {
  private static final Duration SLICE = Duration.ofMillis(20);

  /** Slices become longer, since on a loaded host the emulator may do nothing in a short one. */
  private static final Duration LONGEST = Duration.ofMillis(640);

  private final GdbStub stub;
  private final int count;
  private final LongFunction<String> symbols;
  private final Map<Long, Integer> breakpoints = new HashMap<>(); // address to how many want it
  private final Map<Integer, Registers> away =
      new HashMap<>(); // who takes interrupts, and its home
  private final Set<Integer> late = new HashSet<>(); // of whom a watchpoint has told late
  private Duration slice = SLICE;
  private long served;

  /**
   * @param symbols tells an address for people
   */
  public Cpus(GdbStub stub, int count, LongFunction<String> symbols) {
    this.stub = stub;
    this.count = count;
    this.symbols = symbols;
  }

  public int count() {
    return count;
  }

  /** How often other CPUs had to be served. */
  public long served() {
    return served;
  }

  /** Stops whoever comes to {@code address}, until it is unwanted as often as it was wanted. */
  public void want(long address) {
    if (breakpoints.merge(address, 1, Integer::sum) == 1) {
      stub.setBreakpoint(address);
    }
  }

  /** Takes one {@link #want} back. */
  public void unwant(long address) {
    Integer left = breakpoints.computeIfPresent(address, (key, wanted) -> wanted - 1);
    if (left != null && left == 0) {
      breakpoints.remove(address);
      stub.removeBreakpoint(address);
    }
  }

  /**
   * Lets a CPU run alone to the next breakpoint or watchpoint; not to the one where it stands.
   *
   * <p>QEMU tells of a watchpoint late if it was asked to stop just then: when the CPU has come to
   * the next breakpoint. That one comes next.
   *
   * @throws RemoteException if it comes nowhere in that time; the message says where each CPU
   *     stands
   */
  public Stop run(int cpu, Duration limit) {
    Instant end = Instant.now().plus(limit);
    if (!late.remove(cpu)) {
      leave(cpu);
    }
    slice = SLICE;
    boolean isAsked = false;
    while (true) {
      Stop stop = slice(cpu);
      if (!stop.isAsked()) {
        if (isAsked && stop.touched().isPresent()) {
          late.add(cpu);
        }
        bringHome(cpu, end);
        return stop;
      }
      isAsked = true;
      if (Instant.now().isAfter(end)) {
        throw new RemoteException(
            "CPU %d comes nowhere in %d s; %s".formatted(cpu, limit.toSeconds(), standing()));
      }
      for (int other = 0; other < count; other++) {
        if (other != cpu) {
          serve(other);
        }
      }
      lengthen();
    }
  }

  /** Forgets how CPUs have stopped, since the machine has been put back. */
  public void reset() {
    late.clear();
  }

  private void lengthen() {
    Duration longer = slice.multipliedBy(2);
    slice = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }

  /** Where each CPU stands. */
  public String standing() {
    List<String> all = new ArrayList<>();
    for (int cpu = 0; cpu < count; cpu++) {
      all.add("CPU %d at %s".formatted(cpu, symbols.apply(stub.registers(cpu).rip())));
    }
    return String.join(", ", all);
  }

  /** Passes the breakpoint at which a CPU may stand. */
  private void leave(int cpu) {
    if (breakpoints.containsKey(stub.registers(cpu).rip())) {
      stub.step(cpu);
    }
  }

  private Stop slice(int cpu) {
    stub.resume(cpu);
    Optional<Stop> stop = stub.await(slice);
    return stop.isPresent() ? stop.get() : stub.interrupt();
  }

  /** Lets a CPU take its interrupts for a slice; it may be away from home after that. */
  private void serve(int cpu) {
    Registers home = away.get(cpu);
    if (home == null) {
      home = stub.registers(cpu);
      away.put(cpu, home);
      want(home.rip());
    }
    Stop stop = slice(cpu);
    Registers here = stub.registers(cpu);
    if (here.rip() == home.rip() && here.rsp() == home.rsp()) {
      away.remove(cpu);
      unwant(home.rip());
      served++;
    } else if (!stop.isAsked()) {
      leave(cpu);
    }
  }

  /**
   * The CPUs that are away have to be where they were before anybody looks at them. They may wait
   * for an answer from the one that has arrived, which then takes interrupts, too.
   */
  private void bringHome(int arrived, Instant end) {
    while (!away.isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new RemoteException(
            "CPUs %s do not come back from their interrupts; %s"
                .formatted(away.keySet(), standing()));
      }
      List.copyOf(away.keySet()).forEach(this::serve);
      if (!away.isEmpty() && !away.containsKey(arrived)) {
        serve(arrived);
      }
      lengthen();
    }
  }
}
