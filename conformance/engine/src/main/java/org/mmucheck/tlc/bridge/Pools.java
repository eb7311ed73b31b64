package org.mmucheck.tlc.bridge;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The thread pools of this copy of TLC. Its calls of {@code Executors.newFixedThreadPool} lead
 * here: a pool that is never shut down keeps its threads, and they keep the copy, some 25 MB.
 *
 * <p>Concurrency: any thread of TLC may open a pool; a pool is in the queue before its opener can
 * use it, so whoever ends the pools after the run ends all of them.
 */
public final class Pools {
  private static final Queue<ExecutorService> OPEN = new ConcurrentLinkedQueue<>();

  private Pools() {}

  /** In place of {@code Executors.newFixedThreadPool}. */
  public static ExecutorService newFixedThreadPool(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, PoolThread::new);
    OPEN.add(pool);
    return pool;
  }

  /** Ends all pools, and interrupts what still runs in them. */
  static void end() {
    for (ExecutorService pool = OPEN.poll(); pool != null; pool = OPEN.poll()) {
      pool.shutdownNow();
    }
  }

  /** Of a class of this copy, so that {@link OwnThreads} knows it for one of the copy's. */
  private static final class PoolThread extends Thread {
    PoolThread(Runnable work) {
      super(work, "TLC's pool");
      setDaemon(true);
    }
  }
}
