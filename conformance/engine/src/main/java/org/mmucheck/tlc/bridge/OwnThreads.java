package org.mmucheck.tlc.bridge;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that this copy of TLC started and that still run: workers, and those that read and
 * write the files of the queue of states. When TLC has reached its verdict they may be in the
 * middle of a file. One that cannot write it, because the folder is gone, ends the whole program
 * with {@code System.exit(1)}; one that is still there when the next model is opened in this copy
 * would see half of both.
 */
final class OwnThreads {
  private static final long POLL_MILLIS = 5;

  private OwnThreads() {}

  /**
   * Waits until they have ended.
   *
   * @param tell asks them to end; called again while one is there, as TLC wakes only those that
   *     have begun to wait
   * @param millis how long to wait at most
   * @return whether they have ended
   * @throws InterruptedException if the thread is interrupted
   */
  static boolean end(Runnable tell, long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    tell.run();
    for (List<Thread> alive = alive(); !alive.isEmpty(); alive = alive()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      alive.get(0).join(POLL_MILLIS);
      tell.run();
    }
    return true;
  }

  /** No other copy's: a class belongs to the copy that loaded it. */
  static List<Thread> alive() {
    ClassLoader copy = OwnThreads.class.getClassLoader();
    Thread[] all = new Thread[2 * Thread.activeCount() + 16];
    int count = Thread.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread.getClass().getClassLoader() == copy)
        .toList();
  }
}
