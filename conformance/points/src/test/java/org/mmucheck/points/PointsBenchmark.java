package org.mmucheck.points;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * Measures what a call costs in production, beside the same loop on the JDK alone: run it with no
 * options. Each line is one round; a ratio of 1 is for free.
 */
final class PointsBenchmark {
  private static final int ROUNDS = 7;
  private static final int CALLS = 50_000_000;
  private static final int LOCKS = 10_000_000;
  private static final int TRIES = 5;

  private final Points points;
  private long work = 1;
  private int limit = CALLS;

  private PointsBenchmark(Points points) {
    this.points = points;
  }

  public static void main(String[] args) {
    PointsBenchmark benchmark = new PointsBenchmark(Points.NONE);
    System.out.println(
        "round  plain ns  before ns  ratio  ready ns  ratio  JDK lock ns  lock ns  ratio");
    for (int round = 1; round <= ROUNDS; round++) {
      double plain = fastest(benchmark::plain);
      double before = fastest(benchmark::before);
      double ready = fastest(benchmark::ready);
      double jdk = fastest(() -> benchmark.locked(new ReentrantLock()));
      double lock = fastest(() -> benchmark.locked(Points.NONE.lock()));
      System.out.printf(
          "%5d  %8.3f  %9.3f  %5.2f  %8.3f  %5.2f  %11.2f  %7.2f  %5.2f%n",
          round, plain, before, before / plain, ready, ready / plain, jdk, lock, lock / jdk);
    }
    System.out.println("(" + benchmark.work + ")"); // so that the work is not optimized away
  }

  /** Of several tries, the one that was disturbed least. */
  private static double fastest(DoubleSupplier nanos) {
    return DoubleStream.generate(nanos).limit(TRIES).min().orElseThrow();
  }

  /** A step without a point: a few cycles of work, one depending on the other. */
  private double plain() {
    long from = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      step();
    }
    return (System.nanoTime() - from) / (double) CALLS;
  }

  private double before() {
    long from = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      points.before("Step");
      step();
    }
    return (System.nanoTime() - from) / (double) CALLS;
  }

  private double ready() {
    long from = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      points.before("Step", () -> limit > 0);
      step();
    }
    return (System.nanoTime() - from) / (double) CALLS;
  }

  private double locked(Lock lock) {
    long from = System.nanoTime();
    for (int i = 0; i < LOCKS; i++) {
      lock.lock();
      try {
        step();
      } finally {
        lock.unlock();
      }
    }
    return (System.nanoTime() - from) / (double) LOCKS;
  }

  private void step() {
    work ^= work << 13; // each depends on the one before, so nothing can be left out
    work ^= work >>> 7;
    work ^= work << 17;
  }
}
