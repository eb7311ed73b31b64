package org.mmucheck.linux.memory;

/**
 * The registers of one CPU of an x86-64 machine that stands still.
 *
 * @param general rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp, r8 to r15, in the order of gdb
 * @param rip the address of the instruction that comes next
 */
public record Registers(long[] general, long rip) {
  /** The place of rax in {@link #general}. */
  public static final int RAX = 0;

  private static final int RCX = 2;
  private static final int RDX = 3;
  private static final int RSI = 4;
  private static final int RDI = 5;

  /** The place of rsp in {@link #general}. */
  public static final int RSP = 7;

  private static final int R8 = 8;
  private static final int R9 = 9;

  /** What a function that has just returned has returned. */
  public long returned() {
    return general[RAX];
  }

  /** The top of the stack; at a function's first instruction its return address lies there. */
  public long rsp() {
    return general[RSP];
  }

  /**
   * An argument of the function at whose first instruction the CPU stands.
   *
   * @param index from 0 to 5; further ones are on the stack
   */
  public long argument(int index) {
    int[] order = {RDI, RSI, RDX, RCX, R8, R9};
    return general[order[index]];
  }
}
