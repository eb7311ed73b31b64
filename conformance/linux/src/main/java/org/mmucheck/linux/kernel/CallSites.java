package org.mmucheck.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mmucheck.linux.memory.KernelMemory;

/**
 * Finds where one function of a running x86-64 kernel calls another: by looking in its code for a
 * direct call, or jump, whose distance leads exactly to the other's first byte. Four bytes that are
 * no distance but equal the right one would deceive it; no place is known where they do.
 *
 * <p>It sees the code as it runs, so also what the kernel has patched at boot.
 */
public final class CallSites {
  /** The length of a direct call or jump with a 32-bit distance. */
  public static final int LENGTH = 5;

  private static final int CALL = 0xe8;
  private static final int JUMP = 0xe9;

  /** No function of KVM is longer; a longer symbol is followed by a gap. */
  private static final long LONGEST = 1 << 16;

  private final Symbols symbols;
  private final KernelMemory memory;

  public CallSites(Symbols symbols, KernelMemory memory) {
    this.symbols = symbols;
    this.memory = memory;
  }

  /**
   * Where {@code caller} calls {@code callee}, or jumps to it as its last act, in ascending order.
   *
   * @throws NoSuchSymbolException if one of them is no function of the kernel
   */
  public List<Long> find(String callee, String caller) {
    return scan(callee, caller, true);
  }

  /** Where {@code caller} goes on when {@code callee} has returned, in ascending order. */
  public List<Long> after(String callee, String caller) {
    return scan(callee, caller, false).stream().map(site -> site + LENGTH).toList();
  }

  private List<Long> scan(String callee, String caller, boolean alsoJumps) {
    long target = symbols.function(callee).address();
    Symbol within = symbols.function(caller);
    long length = Math.min(symbols.end(within) - within.address(), LONGEST);
    if (length < LENGTH) {
      return List.of();
    }
    ByteBuffer code =
        ByteBuffer.wrap(memory.read(within.address(), (int) length)).order(ByteOrder.LITTLE_ENDIAN);
    List<Long> found = new ArrayList<>();
    for (int at = 0; at + LENGTH <= length; at++) {
      int opcode = Byte.toUnsignedInt(code.get(at));
      boolean branches = opcode == CALL || alsoJumps && opcode == JUMP;
      if (branches && within.address() + at + LENGTH + code.getInt(at + 1) == target) {
        found.add(within.address() + at);
      }
    }
    return List.copyOf(found);
  }
}
