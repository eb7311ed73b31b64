package org.mmucheck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs operations on platform threads that start together, round after round. */
public final class Race implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** One round, by its number from 0, which says what the code's own checks report. */
  @FunctionalInterface
  public interface Round {
    Set<String> of(Race race, int round) throws InterruptedException;
  }

  /** What rounds report, up to the first in which something is reported. */
  public static Set<String> reports(int rounds, Round round) throws InterruptedException {
    try (Race race = new Race()) {
      for (int i = 0; i < rounds; i++) {
        Set<String> found = round.of(race, i);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return Set.of();
  }

  /** Runs all of them and waits for all; what one of them throws is thrown here. */
  public void run(List<Runnable> operations) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(operations.size());
    List<Callable<Void>> racers = new ArrayList<>();
    for (Runnable operation : operations) {
      racers.add(
          () -> {
            start.countDown();
            start.await();
            operation.run();
            return null;
          });
    }
    for (Future<Void> racer : threads.invokeAll(racers)) {
      try {
        racer.get();
      } catch (ExecutionException e) {
        throw new AssertionError("a task of the race failed", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
