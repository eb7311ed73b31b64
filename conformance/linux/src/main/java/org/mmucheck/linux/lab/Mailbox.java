package org.mmucheck.linux.lab;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mmucheck.linux.remote.GdbStub;

/**
 * What a thread of the VMM shows when it stands in {@code mark()}: {@code struct box} of {@code
 * linux/vmm.c}.
 *
 * @param at its address
 * @param kind what stands there
 * @param result of the last command: 0, or an error's negative number
 * @param address of what it tells
 * @param length of that, in bytes
 * @param name whose it is
 */
public record Mailbox(long at, Kind kind, long result, long address, long length, String name) {
  /** Where the linker puts {@code mark()}. */
  public static final long MARK = 0x6f000000L;

  private static final int SIZE = 88;
  private static final int OPERATION = Long.BYTES;
  private static final int NAME = 56;

  /** What stands in {@code mark()}; in the order of {@code enum kind}. */
  public enum Kind {
    NOTHING,
    FACT,
    FAILURE,
    READY,
    VCPU,
    NOTIFIER
  }

  /** What a task can be told; in the order of {@code enum operation}. */
  public enum Operation {
    NOTHING,
    /** A vCPU's guest reads a word of the first frame. */
    ACCESS,
    /** A notifier takes the pages of the first to the second frame away. */
    DISCARD,
    /** A notifier has the first frame's page replaced by a copy. */
    REPLACE,
    /** The main thread interrupts the task of that number. */
    KICK,
    /** A vCPU lets go of its roots. */
    FREE_ROOTS,
    /** A vCPU loads a root, and does not enter the guest. */
    LOAD_ROOT,
    /** All VMs have all their roots zapped, by a fast zap. */
    FAST_ZAP,
    /** A vCPU has a page fault on the first frame, without its guest. */
    FAULT,
    /** The main thread has the scheduler want the CPU of the task of that number. */
    PREEMPT,
    /** A notifier lets the kernel take the first frame's page away some day. */
    KEEP,
    /** The main thread gives the first frame, which has no page, a new one. */
    FILL,
    /** The main thread sets up what events need. */
    SHARE_INFO,
    /** The cache is turned on for the first frame, or refreshed if it is on. */
    ACTIVATE,
    /** The cache is turned off. */
    DEACTIVATE,
    /** An event is sent to the vCPU that the cache belongs to. */
    SEND
  }

  /** The box of the thread that stands in {@code mark()} on a CPU. */
  static Mailbox of(GdbStub stub, int cpu) {
    long at = stub.registers(cpu).argument(0);
    ByteBuffer box = ByteBuffer.wrap(stub.read(cpu, at, SIZE)).order(ByteOrder.LITTLE_ENDIAN);
    Kind kind = Kind.values()[(int) box.getLong()];
    box.position(OPERATION + 3 * Long.BYTES);
    long result = box.getLong();
    long address = box.getLong();
    long length = box.getLong();
    byte[] name = Arrays.copyOfRange(box.array(), NAME, SIZE);
    String text = new String(name, StandardCharsets.US_ASCII);
    return new Mailbox(at, kind, result, address, length, text.substring(0, text.indexOf('\0')));
  }

  /** Tells the thread what to do when it goes on. */
  public void tell(GdbStub stub, int cpu, Operation operation, long first, long second) {
    ByteBuffer command = ByteBuffer.allocate(3 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    command.putLong(operation.ordinal()).putLong(first).putLong(second);
    stub.write(cpu, at + OPERATION, command.array());
  }
}
