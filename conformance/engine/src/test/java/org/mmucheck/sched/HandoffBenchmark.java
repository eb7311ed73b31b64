package org.mmucheck.sched;

import java.util.concurrent.locks.LockSupport;

/**
 * Measures what the scheduler costs, beside two virtual threads that only wake each other: run with
 * {@code -Djdk.virtualThreadScheduler.parallelism=1} for one carrier.
 */
final class HandoffBenchmark {
  private static final int ROUNDS = 7;
  private static final int STEPS = 1_000_000;
  private static final int SCHEDULERS = 20_000;

  private enum Point {
    STEP
  }

  /** Two threads that pass a turn to and fro; each pass is one handoff. */
  private static final class PingPong {
    private volatile boolean pong;
    private Thread ping = Thread.currentThread();

    double handoffsPerSecond() throws InterruptedException {
      ping = Thread.currentThread();
      Thread other =
          Thread.ofVirtual()
              .unstarted(
                  () -> {
                    for (int i = 0; i < STEPS / 2; i++) {
                      while (!pong) {
                        LockSupport.park();
                      }
                      pong = false;
                      LockSupport.unpark(ping);
                    }
                  });
      long from = System.nanoTime();
      other.start();
      for (int i = 0; i < STEPS / 2; i++) {
        pong = true;
        LockSupport.unpark(other);
        while (pong) {
          LockSupport.park();
        }
      }
      long took = System.nanoTime() - from;
      other.join();
      return STEPS * 1e9 / took;
    }
  }

  private HandoffBenchmark() {}

  public static void main(String[] args) throws Exception {
    System.out.println("round  raw handoffs/s  steps/s  ratio  us per 4 actors  us per 4 started");
    for (int round = 1; round <= ROUNDS; round++) {
      double raw = Scheduler.run(() -> new PingPong().handoffsPerSecond());
      double steps = Scheduler.run(HandoffBenchmark::stepsPerSecond);
      double idle = Scheduler.run(() -> microsPerScheduler(false));
      double started = Scheduler.run(() -> microsPerScheduler(true));
      System.out.printf(
          "%5d  %,14.0f  %,9.0f  %.2f  %.2f  %.2f%n",
          round, raw, steps, steps / raw, idle, started);
    }
  }

  private static double stepsPerSecond() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor[] actors = new Actor[4];
      for (int i = 0; i < actors.length; i++) {
        Actor actor = scheduler.spawn("a" + i);
        actors[i] = actor;
        actor.start(
            () -> {
              while (true) {
                actor.park(Actor.ALWAYS, Point.STEP);
              }
            });
      }
      long from = System.nanoTime();
      for (int i = 0; i < STEPS; i++) {
        actors[i & 3].take(Point.STEP);
      }
      return STEPS * 1e9 / (System.nanoTime() - from);
    }
  }

  private static double microsPerScheduler(boolean start) {
    long from = System.nanoTime();
    for (int i = 0; i < SCHEDULERS; i++) {
      try (Scheduler scheduler = new Scheduler()) {
        for (int a = 0; a < 4; a++) {
          Actor actor = scheduler.spawn("a");
          if (start) {
            actor.start(() -> actor.park(Actor.ALWAYS, Point.STEP));
          }
        }
      }
    }
    return (System.nanoTime() - from) / 1e3 / SCHEDULERS;
  }
}
