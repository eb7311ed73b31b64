package org.mmucheck.sched;

import java.util.concurrent.locks.LockSupport;

/**
 * Two virtual threads that pass a turn to and fro, as fast as the JDK lets them: what a scheduler
 * of actors is measured against.
 */
public final class Handoffs {
  private final long count;
  private volatile boolean away;
  private volatile Thread first = Thread.currentThread();

  private Handoffs(long count) {
    this.count = count;
  }

  /**
   * How many handoffs a second two virtual threads in the JDK's own pool do.
   *
   * @param count how many to measure; even
   */
  public static double perSecond(long count) throws InterruptedException {
    Handoffs handoffs = new Handoffs(count);
    long from = System.nanoTime();
    Thread thread = Thread.ofVirtual().start(handoffs::lead);
    thread.join();
    return count * 1e9 / (System.nanoTime() - from);
  }

  private void lead() {
    first = Thread.currentThread();
    Thread second = Thread.ofVirtual().start(this::follow);
    for (long i = 0; i < count / 2; i++) {
      away = true;
      LockSupport.unpark(second);
      while (away) {
        LockSupport.park();
      }
    }
  }

  private void follow() {
    for (long i = 0; i < count / 2; i++) {
      while (!away) {
        LockSupport.park();
      }
      away = false;
      LockSupport.unpark(first);
    }
  }
}
