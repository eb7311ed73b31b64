package org.mmucheck.linux.subject;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.kernel.Point;
import org.mmucheck.linux.kernel.Spot;
import org.mmucheck.linux.kernel.Spots;
import org.mmucheck.linux.lab.Mailbox;
import org.mmucheck.linux.memory.KernelMemory;
import org.mmucheck.linux.memory.Registers;
import org.mmucheck.linux.remote.Cpus;
import org.mmucheck.linux.remote.GdbStub;
import org.mmucheck.linux.remote.Stop;

/**
 * Runs the tasks of a machine from one point to the next. A breakpoint at each point stands for as
 * long as the machine runs; what is written to is watched while the struct is in use.
 */
final class Stepper {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A spot of a point, for tasks of one kind. */
  private record Mark(String kind, String step, Spot spot) {}

  /** A call that is under way: where it returns to, and the stack pointer then. */
  private record Return(long address, long rsp) {}

  private final Facts facts;
  private final GdbStub stub;
  private final Cpus cpus;
  private final Map<Long, List<Mark>> marks = new HashMap<>(); // by address of an instruction
  private final Map<Long, List<Mark>> entries = new HashMap<>(); // of functions whose return counts
  private final Map<Long, List<Mark>> touches = new HashMap<>(); // by address of a field
  private final Map<String, Return> returns = new HashMap<>(); // by task and function
  private final Map<Long, Long> mistakes = new HashMap<>(); // address of a function to its value
  private final Map<Long, Watch> watched = new HashMap<>(); // by address

  /**
   * What is watched from an address on.
   *
   * @param reads whether who reads it is stopped, too
   */
  private record Watch(int length, boolean reads) {
    Watch and(Watch other) {
      return new Watch(length, reads || other.reads);
    }
  }

  Stepper(Facts facts, GdbStub stub, Cpus cpus) {
    this.facts = facts;
    this.stub = stub;
    this.cpus = cpus;
  }

  /**
   * Sets the breakpoints.
   *
   * @param memory the kernel's, to find call sites in its code
   */
  void prepare(KernelPoints points, KernelMemory memory) {
    Spots spots = new Spots(facts.symbols(), facts.layouts(), memory);
    cpus.want(Mailbox.MARK);
    for (Point point : points.points()) {
      for (Spot spot : point.spots()) {
        Mark mark = new Mark(point.task(), point.step(), spot);
        spots
            .find(spot)
            .addresses()
            .forEach(address -> add(spot instanceof Spot.Return ? entries : marks, address, mark));
      }
    }
  }

  /** Has what the points want of a struct's fields stop whoever does it, from now on. */
  void watch(KernelPoints points, String struct, long address) {
    Map<Long, Watch> wanted = new LinkedHashMap<>();
    for (Point point : points.points()) {
      for (Spot spot : point.spots()) {
        if (spot instanceof Spot.Touch touch && touch.path().startsWith(struct + ".")) {
          Place place = facts.layouts().place(touch.path());
          long at = address + place.offset();
          touches
              .computeIfAbsent(at, key -> new ArrayList<>())
              .add(new Mark(point.task(), point.step(), spot));
          Watch watch = new Watch(place.bits() / Byte.SIZE, spot instanceof Spot.Read);
          wanted.merge(at, watch, Watch::and);
        }
      }
    }
    wanted.forEach(this::watch);
  }

  /** Takes {@link #watch} back. */
  void unwatch(KernelPoints points, String struct, long address) {
    for (Point point : points.points()) {
      for (Spot spot : point.spots()) {
        if (spot instanceof Spot.Touch touch && touch.path().startsWith(struct + ".")) {
          Place place = facts.layouts().place(touch.path());
          long at = address + place.offset();
          if (touches.remove(at) != null) {
            unwatch(at);
          }
        }
      }
    }
  }

  /** Has a write to memory stop whoever writes. */
  void watch(long address, int length) {
    watch(address, new Watch(length, false));
  }

  private void watch(long address, Watch watch) {
    if (watched.put(address, watch) == null) {
      if (watch.reads) {
        stub.setAccessWatchpoint(address, watch.length);
      } else {
        stub.setWatchpoint(address, watch.length);
      }
    }
  }

  void unwatch(long address) {
    Watch watch = watched.remove(address);
    if (watch != null && watch.reads) {
      stub.removeAccessWatchpoint(address, watch.length);
    } else if (watch != null) {
      stub.removeWatchpoint(address, watch.length);
    }
  }

  /** Forgets what was on its way, since the machine has been put back. */
  void reset() {
    cpus.reset();
    returns.clear();
    List.copyOf(watched.keySet()).forEach(this::unwatch);
    touches.clear();
  }

  /**
   * Lets a task run alone to the next of some points.
   *
   * @param steps the points: each before one of these steps; the VMM's mark always counts
   */
  Arrival next(MachineTask task, Set<String> steps) {
    mistake(task);
    while (true) {
      Stop stop = cpus.run(task.cpu(), LIMIT);
      Registers registers = stub.registers(task.cpu());
      if (stop.touched().isPresent()) {
        for (Mark mark : touches.getOrDefault(stop.touched().getAsLong(), List.of())) {
          if (isMeant(mark, task, steps) && isBy(mark, registers.rip())) {
            return new Arrival(mark.step, registers);
          }
        }
        continue;
      }
      Optional<Arrival> arrival = arrival(task, steps, registers);
      if (arrival.isPresent()) {
        return arrival.get();
      }
      mistake(task);
    }
  }

  /**
   * Makes the kernel wrong on purpose: a function returns a value and does nothing else.
   *
   * @throws org.mmucheck.linux.kernel.NoSuchSymbolException if there is no such function
   */
  void mistake(String function, long value) {
    long address = facts.symbols().function(function).address();
    cpus.want(address);
    mistakes.put(address, value);
  }

  private void mistake(MachineTask task) {
    if (!mistakes.isEmpty()) {
      Long value = mistakes.get(stub.registers(task.cpu()).rip());
      if (value != null) {
        stub.returnAtOnce(task.cpu(), value);
      }
    }
  }

  private Optional<Arrival> arrival(MachineTask task, Set<String> steps, Registers registers) {
    if (registers.rip() == Mailbox.MARK) {
      return Optional.of(new Arrival(Arrival.MARK, registers));
    }
    expectReturns(task, registers);
    return marks.getOrDefault(registers.rip(), List.of()).stream()
        .filter(mark -> isMeant(mark, task, steps) && isHere(mark, task, registers))
        .findFirst()
        .map(mark -> new Arrival(mark.step, registers));
  }

  /**
   * Lets a task run alone until it has written to memory that is watched.
   *
   * @return false if it has come to its mark instead
   */
  boolean untilWritten(MachineTask task, long address) {
    while (true) {
      Stop stop = cpus.run(task.cpu(), LIMIT);
      if (stop.touched().isPresent()) {
        if (stop.touched().getAsLong() == address) {
          return true;
        }
        continue;
      }
      Registers registers = stub.registers(task.cpu());
      if (registers.rip() == Mailbox.MARK) {
        return false;
      }
      expectReturns(task, registers);
    }
  }

  /**
   * Lets a task run alone to the next of some points, or until somebody has written to one of some
   * watched places.
   *
   * @return the point; or {@link Arrival#WRITTEN}, and where
   */
  Arrival nextOrWritten(MachineTask task, Set<String> steps, Set<Long> addresses) {
    while (true) {
      Stop stop = cpus.run(task.cpu(), LIMIT);
      Registers registers = stub.registers(task.cpu());
      if (stop.touched().isPresent()) {
        long at = stop.touched().getAsLong();
        if (addresses.contains(at)) {
          return new Arrival(Arrival.WRITTEN, registers, at);
        }
        continue; // somebody else's
      }
      Optional<Arrival> arrival = arrival(task, steps, registers);
      if (arrival.isPresent()) {
        return arrival.get();
      }
    }
  }

  private void expectReturns(MachineTask task, Registers registers) {
    for (Mark mark : entries.getOrDefault(registers.rip(), List.of())) {
      if (mark.kind.equals(task.kind())) {
        long to = u64(task.cpu(), registers.rsp());
        if (marks.getOrDefault(to, List.of()).stream().noneMatch(mark::equals)) {
          add(marks, to, mark);
        }
        returns.put(key(mark, task), new Return(to, registers.rsp() + Long.BYTES));
      }
    }
  }

  private boolean isHere(Mark mark, MachineTask task, Registers registers) {
    if (mark.spot instanceof Spot.After after && after.notZero()) {
      return registers.returned() != 0;
    }
    if (!(mark.spot instanceof Spot.Return)) {
      return true;
    }
    Return expected = returns.get(key(mark, task));
    return expected != null
        && expected.address == registers.rip()
        && expected.rsp == registers.rsp();
  }

  private boolean isBy(Mark mark, long after) {
    String function = ((Spot.Touch) mark.spot).function();
    return function.isEmpty()
        || facts
            .symbols()
            .at(after - 1)
            .filter(at -> at.symbol().name().equals(function))
            .isPresent();
  }

  private static String key(Mark mark, MachineTask task) {
    return task.name() + " " + mark.spot;
  }

  private static boolean isMeant(Mark mark, MachineTask task, Set<String> steps) {
    return mark.kind.equals(task.kind()) && steps.contains(mark.step);
  }

  private long u64(int cpu, long address) {
    return ByteBuffer.wrap(stub.read(cpu, address, Long.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong();
  }

  private void add(Map<Long, List<Mark>> to, long address, Mark mark) {
    to.computeIfAbsent(address, key -> new ArrayList<>()).add(mark);
    cpus.want(address);
  }
}
