package org.mmucheck.linux.remote;

import java.util.OptionalLong;

/**
 * Why the machine stands still.
 *
 * @param cpu which CPU has stopped it, from 0
 * @param signal as the stub tells it: 5 for a breakpoint, a watchpoint or a step, 2 if it was asked
 * @param touched the address that a watchpoint has seen written, or read if it looks for that, too
 */
public record Stop(int cpu, int signal, OptionalLong touched) {
  private static final int ASKED = 2;
  private static final int HEX = 16;

  /** Whether it stands since it was asked to, and nothing else has happened. */
  public boolean isAsked() {
    return signal == ASKED;
  }

  /**
   * Reads a stop reply: {@code T05thread:p01.02;watch:ffff888003a0c000;}.
   *
   * @throws RemoteException if it is none
   */
  static Stop of(String reply) {
    if (reply.length() < 3 || (reply.charAt(0) != 'T' && reply.charAt(0) != 'S')) {
      throw new RemoteException("no stop reply: " + reply);
    }
    try {
      int signal = Integer.parseInt(reply.substring(1, 3), HEX);
      int cpu = 0;
      OptionalLong touched = OptionalLong.empty();
      for (String pair : reply.substring(3).split(";")) {
        String value = pair.substring(pair.indexOf(':') + 1);
        if (pair.startsWith("thread:")) {
          cpu = Integer.parseInt(value.substring(value.indexOf('.') + 1), HEX) - 1;
        } else if (pair.startsWith("watch:") || pair.startsWith("awatch:")) {
          touched = OptionalLong.of(Long.parseUnsignedLong(value, HEX));
        }
      }
      return new Stop(cpu, signal, touched);
    } catch (NumberFormatException e) {
      throw new RemoteException("no stop reply: " + reply, e);
    }
  }
}
