package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Copies of TLC's classes for sessions to use, one session at a time each. A copy that has run
 * before is worth a second of CPU time, which its classes took to load and to compile.
 */
final class TlcCopies {
  /**
   * As many as sessions are open at the same time in the usual runs: one a core, and the fuzzer.
   */
  private static final int MOST_IDLE = Runtime.getRuntime().availableProcessors() + 1;

  private final Deque<Copy> idle = new ArrayDeque<>();

  /** A copy of TLC. */
  record Copy(IsolatedLoader loader, SessionOpener opener) {}

  /** A copy that no session uses. */
  Copy take() {
    Copy used;
    synchronized (idle) {
      used = idle.poll();
    }
    return used == null ? create() : used;
  }

  /** A copy that no session has used before: it numbers what it reads as another one does. */
  Copy takeFresh() {
    return create();
  }

  /** Takes back a copy after a session, for another one to follow. */
  void giveBack(Copy copy) {
    synchronized (idle) {
      if (idle.size() < MOST_IDLE) {
        idle.push(copy);
        return;
      }
    }
    discard(copy);
  }

  /** Lets go of a copy that no session may follow in. */
  void discard(Copy copy) {
    try {
      copy.loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Copy create() {
    IsolatedLoader loader = new IsolatedLoader();
    return new Copy(loader, loader.opener());
  }
}
