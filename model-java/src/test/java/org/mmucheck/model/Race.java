package org.mmucheck.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs operations on platform threads that start together, round after round. */
public class Race implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** One round, by its number from 0, which says what the code's own checks report. */
  @FunctionalInterface
  public interface Round {
    Set<String> of(Race race, int round) throws InterruptedException;
  }

  /** A round of each of these, by name. */
  public static <C extends Enum<C>> Map<String, Round> rounds(C[] of, Function<C, Round> round) {
    return rounds(of, all -> true, round);
  }

  /** A round of each of these that is right, by name. */
  public static <C extends Enum<C>> Map<String, Round> rounds(
      C[] of, Predicate<C> isRight, Function<C, Round> round) {
    return Stream.of(of).filter(isRight).collect(Collectors.toMap(Enum::name, round));
  }

  /** The rounds of the first numbers instead, where a round differs by its number. */
  public static Map<String, Round> numbered(Map<String, Round> rounds, int numbers) {
    Map<String, Round> all = new HashMap<>();
    rounds.forEach(
        (name, round) -> {
          for (int number = 0; number < numbers; number++) {
            int fixed = number;
            all.put(name + ", round " + number, (race, ignored) -> round.of(race, fixed));
          }
        });
    return all;
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
