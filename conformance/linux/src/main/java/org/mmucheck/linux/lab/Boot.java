package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.linux.remote.GdbStub;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.linux.remote.Stop;

/** Lets a machine that has just begun run until each of its tasks stands at its mark. */
final class Boot {
  /** What a task that has not arrived is given at a time. */
  private static final Duration SLICE = Duration.ofMillis(50);

  private final GdbStub stub;
  private final Dump dump;
  private final int tasks;
  private final Path facts;
  private final Set<Integer> arrived = new HashSet<>();

  /** Writes a part of a CPU's memory to a file. */
  interface Dump {
    void write(int cpu, long address, long length, Path file);
  }

  /**
   * @param tasks how many, of the first CPUs, are ready in the end
   * @param facts a folder for what the machine's program tells
   */
  Boot(GdbStub stub, Dump dump, int tasks, Path facts) {
    this.stub = stub;
    this.dump = dump;
    this.tasks = tasks;
    this.facts = facts;
  }

  /**
   * @param patience until the first is ready, and as long again for all others
   * @throws RemoteException if one of them does not come to its mark, or says why it cannot
   */
  void run(Duration patience) {
    stub.setBreakpoint(Mailbox.MARK);
    long slices = patience.dividedBy(SLICE);
    while (arrived.size() < tasks) {
      stub.resumeAll();
      Optional<Stop> stop = stub.await(arrived.isEmpty() ? patience : SLICE);
      if (stop.isEmpty() && (arrived.isEmpty() || --slices < 0)) {
        throw new RemoteException(
            "%d of %d tasks are ready after %d s"
                .formatted(arrived.size(), tasks, patience.toSeconds()));
      }
      Stop now = stop.isPresent() ? stop.get() : stub.interrupt();
      if (!now.isAsked()) {
        meet(now.cpu());
      }
    }
    bringBack(patience.dividedBy(SLICE));
  }

  /**
   * Whoever has met its mark may have been interrupted there since, and may wait for another, so
   * all take turns until each stands there.
   */
  private void bringBack(long rounds) {
    long left = rounds;
    for (int away = away(); away >= 0; away = away()) {
      if (--left < 0) {
        throw new RemoteException("CPU %d does not come back to its task".formatted(away));
      }
      for (int cpu = 0; cpu < tasks; cpu++) {
        stub.resume(cpu);
        if (stub.await(SLICE).isEmpty()) {
          stub.interrupt();
        }
      }
    }
  }

  /** A CPU that does not stand at its mark; -1 if there is none. */
  private int away() {
    for (int cpu = 0; cpu < tasks; cpu++) {
      if (stub.registers(cpu).rip() != Mailbox.MARK) {
        return cpu;
      }
    }
    return -1;
  }

  private void meet(int cpu) {
    Mailbox box = Mailbox.of(stub, cpu);
    switch (box.kind()) {
      case FACT -> {
        Path file = facts.resolve(box.name()).toAbsolutePath();
        dump.write(cpu, box.address(), box.length(), file);
        stub.step(cpu);
      }
      case FAILURE ->
          throw new RemoteException(
              new String(
                  stub.read(cpu, box.address(), (int) box.length()), StandardCharsets.UTF_8));
      case READY -> {
        write(Image.DATA, Long.toString(box.address()));
        arrived.add(cpu);
      }
      default -> arrived.add(cpu);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(facts.resolve(name), text);
    } catch (IOException e) {
      throw new LabException("cannot write to " + facts + ": " + e.getMessage(), e);
    }
  }
}
