package org.mmucheck.linux.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.mmucheck.linux.memory.Registers;
import org.mmucheck.linux.memory.UnreadableMemoryException;

/**
 * A machine behind QEMU's gdb stub. Its CPUs are the stub's threads, here numbered from 0.
 *
 * <p>Concurrency: none; one thread at a time, and but for {@link #await} and {@link #interrupt} the
 * machine stands still.
 */
public final class GdbStub implements AutoCloseable {
  /** How long an answer may take, while the machine stands still. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_BYTES = 1024; // the stub's buffer holds 4096 digits
  private static final int GENERAL_REGISTERS = 16;
  private static final int NOBODY = -1;

  private final Wire wire;
  private final PacketWire packets;
  private int selected = NOBODY;

  /** The stub at the other end of {@code wire}, which says what it can. */
  public GdbStub(Wire wire) {
    this.wire = wire;
    this.packets = new PacketWire(wire);
    ask("qSupported:multiprocess+;swbreak+;hwbreak+;vContSupported+");
    String actions = ask("vCont?");
    if (!actions.startsWith("vCont") || !actions.contains(";c") || !actions.contains(";s")) {
      throw new RemoteException("the stub cannot continue one CPU alone: " + actions);
    }
  }

  /** Why the machine stands still now. */
  public Stop reason() {
    return Stop.of(ask("?"));
  }

  public Registers registers(int cpu) {
    select(cpu);
    byte[] bytes = bytes(ask("g"));
    if (bytes.length < (GENERAL_REGISTERS + 1) * Long.BYTES) {
      throw new RemoteException("too few registers for an x86-64 CPU");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] general = new long[GENERAL_REGISTERS];
    for (int i = 0; i < GENERAL_REGISTERS; i++) {
      general[i] = buffer.getLong();
    }
    return new Registers(general, buffer.getLong());
  }

  /**
   * Memory as a CPU sees it now, with its page tables.
   *
   * @throws UnreadableMemoryException if any of it is not mapped
   */
  public byte[] read(int cpu, long address, int length) {
    select(cpu);
    ByteBuffer all = ByteBuffer.allocate(length);
    while (all.hasRemaining()) {
      long at = address + all.position();
      int count = Math.min(MOST_BYTES, all.remaining());
      String answer = ask("m%x,%x".formatted(at, count));
      if (answer.startsWith("E")) {
        throw new UnreadableMemoryException(address, length);
      }
      byte[] some = bytes(answer);
      if (some.length != count) {
        throw new RemoteException("asked for %d bytes, got %d".formatted(count, some.length));
      }
      all.put(some);
    }
    return all.array();
  }

  /**
   * Writes memory as a CPU sees it now.
   *
   * @throws UnreadableMemoryException if any of it is not mapped
   */
  public void write(int cpu, long address, byte[] bytes) {
    select(cpu);
    String answer =
        ask("M%x,%x:%s".formatted(address, bytes.length, HexFormat.of().formatHex(bytes)));
    if (!answer.equals("OK")) {
      throw new UnreadableMemoryException(address, bytes.length);
    }
  }

  /**
   * Has the function at whose first instruction a CPU stands return at once.
   *
   * @param value what it returns
   */
  public void returnAtOnce(int cpu, long value) {
    Registers before = registers(cpu);
    long to =
        ByteBuffer.wrap(read(cpu, before.rsp(), Long.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    byte[] all = bytes(ask("g"));
    ByteBuffer buffer = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(Registers.RAX * Long.BYTES, value);
    buffer.putLong(Registers.RSP * Long.BYTES, before.rsp() + Long.BYTES);
    buffer.putLong(GENERAL_REGISTERS * Long.BYTES, to);
    require("G" + HexFormat.of().formatHex(all));
  }

  /** Stops any CPU that comes to an address, before it executes what is there. */
  public void setBreakpoint(long address) {
    require("Z0,%x,1".formatted(address));
  }

  public void removeBreakpoint(long address) {
    require("z0,%x,1".formatted(address));
  }

  /**
   * Stops any CPU that writes to memory, after it has.
   *
   * @param length in bytes: 1, 2, 4 or 8
   */
  public void setWatchpoint(long address, int length) {
    require("Z2,%x,%x".formatted(address, length));
  }

  public void removeWatchpoint(long address, int length) {
    require("z2,%x,%x".formatted(address, length));
  }

  /**
   * Stops any CPU that reads or writes memory, after it has.
   *
   * @param length in bytes: 1, 2, 4 or 8
   */
  public void setAccessWatchpoint(long address, int length) {
    require("Z4,%x,%x".formatted(address, length));
  }

  public void removeAccessWatchpoint(long address, int length) {
    require("z4,%x,%x".formatted(address, length));
  }

  /** Lets one CPU run, all others standing still. */
  public void resume(int cpu) {
    packets.send("vCont;c:" + thread(cpu));
  }

  /** Lets all CPUs run. */
  public void resumeAll() {
    packets.send("vCont;c");
  }

  /**
   * Has one CPU execute one instruction, also where it stands at a breakpoint; no interrupt is
   * taken.
   */
  public void step(int cpu) {
    packets.send("vCont;s:" + thread(cpu));
    if (await(PATIENCE).isEmpty()) {
      throw new RemoteException("an instruction never ends");
    }
  }

  /** Waits until the machine stands still; empty if it does not in that time. */
  public Optional<Stop> await(Duration limit) {
    Optional<Stop> stop = packets.receive(limit).map(Stop::of);
    if (stop.isPresent()) {
      selected = NOBODY; // the stub has selected a CPU itself; if asked to stop, just any
    }
    return stop;
  }

  /** Has a running machine stand still; it may just have done so for a reason of its own. */
  public Stop interrupt() {
    packets.interrupt();
    return await(PATIENCE)
        .orElseThrow(() -> new RemoteException("the machine does not stand still when asked"));
  }

  @Override
  public void close() {
    wire.close();
  }

  private void select(int cpu) {
    if (selected != cpu) {
      require("Hg" + thread(cpu));
      selected = cpu;
    }
  }

  private static String thread(int cpu) {
    return "p1.%x".formatted(cpu + 1);
  }

  private void require(String command) {
    String answer = ask(command);
    if (!answer.equals("OK")) {
      throw new RemoteException("the stub answers '%s' to %s".formatted(answer, command));
    }
  }

  private String ask(String command) {
    packets.send(command);
    return packets
        .receive(PATIENCE)
        .orElseThrow(() -> new RemoteException("the stub does not answer " + command));
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new RemoteException("no hexadecimal digits: " + hex, e);
    }
  }
}
