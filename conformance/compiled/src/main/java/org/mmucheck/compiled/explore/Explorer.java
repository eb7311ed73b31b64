package org.mmucheck.compiled.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.code.MachineFactory;
import org.mmucheck.compiled.explore.Found.Verdict;
import org.mmucheck.compiled.value.Val;

/**
 * Explores a model level by level, so that a behaviour that fails is a shortest one.
 *
 * <p>Concurrency: within a level, workers take states by a shared counter and keep what they find
 * to themselves; the set of hashes decides who found a state first. Between levels one thread
 * gathers what they found, after it has joined them.
 */
public final class Explorer {
  private static final double NANOS = 1e9;

  /** A level below this is not worth a second thread. */
  private static final int FEW = 256;

  private final Program program;
  private final MachineFactory factory;
  private final int threads;
  private final long @Nullable [] labels;
  private final long most;
  private final @Nullable Taping taping;

  /**
   * @param threads at least one
   * @param labels a hash of each action's name and arguments, if the steps are summed up, which
   *     takes time; null if they are not
   * @param most it gives up behind the level in which there are more states
   * @param taping records the graph; null if nobody wants it
   */
  public Explorer(
      Program program,
      MachineFactory factory,
      int threads,
      long @Nullable [] labels,
      long most,
      @Nullable Taping taping) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
    this.program = program;
    this.factory = factory;
    this.threads = threads;
    this.labels = labels;
    this.most = most;
    this.taping = taping;
  }

  /**
   * Explores to the end, or to the first level where something fails.
   *
   * @param wantsBehaviour whether the way there is wanted, which takes as long again
   * @throws InterruptedException if the calling thread is interrupted; the workers have ended then
   */
  public Found explore(boolean wantsBehaviour) throws InterruptedException {
    Found found = explore(null, taping);
    if (!wantsBehaviour || found.length() == 0) {
      return found;
    }
    return explore(new ConcurrentHashMap<>(), null); // again, for the way there
  }

  private Found explore(@Nullable Map<Long, Way> ways, @Nullable Taping recording)
      throws InterruptedException {
    long start = System.nanoTime();
    HashSet64 seen = new HashSet64();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Taping.Track track = recording == null ? null : recording.track();
      workers.add(new Worker(program, factory.create(), seen, ways, track, labels));
    }
    workers.getFirst().initial();
    int depth = 0;
    List<Level> level = gathered(workers);
    while (size(level) > 0) {
      depth++;
      if (failure(workers) != null || distinct(workers) > most) {
        break;
      }
      run(workers, level, depth);
      level = gathered(workers);
    }
    long bytes = recording == null ? seen.bytes() : recording.bytes();
    return found(workers, depth, bytes, (System.nanoTime() - start) / NANOS, ways);
  }

  private static int size(List<Level> levels) {
    return levels.stream().mapToInt(Level::size).sum();
  }

  private static List<Level> gathered(List<Worker> workers) {
    return workers.stream().map(Worker::takeFound).filter(level -> level.size() > 0).toList();
  }

  private static @Nullable Failure failure(List<Worker> workers) {
    Failure first = null;
    for (Worker worker : workers) {
      Failure failure = worker.failure();
      if (failure != null && (first == null || failure.isBefore(first))) {
        first = failure;
      }
    }
    return first;
  }

  private void run(List<Worker> workers, List<Level> level, int depth) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    int wanted = size(level) < FEW ? 1 : threads;
    List<Thread> helpers = new ArrayList<>();
    for (Worker worker : workers.subList(1, wanted)) {
      helpers.add(
          Thread.ofPlatform()
              .daemon()
              .name("mmucheck-explorer")
              .start(
                  () -> {
                    try {
                      worker.expand(level, depth, next);
                    } catch (RuntimeException | Error e) {
                      thrown.set(e); // without what it has left out, nothing is explored
                    }
                  }));
    }
    try {
      workers.getFirst().expand(level, depth, next);
    } finally {
      boolean isInterrupted = false;
      for (Thread helper : helpers) {
        isInterrupted |= join(helper);
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Throwable first = thrown.get();
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
    if (first instanceof Error error) {
      throw error;
    }
  }

  /** Waits for a worker, which ends when its level does; whether the thread was interrupted. */
  private static boolean join(Thread helper) {
    boolean isInterrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    return isInterrupted;
  }

  private static long distinct(List<Worker> workers) {
    return workers.stream().mapToLong(Worker::distinct).sum();
  }

  private Found found(
      List<Worker> workers,
      int depth,
      long setBytes,
      double seconds,
      @Nullable Map<Long, Way> ways) {
    long distinct = distinct(workers);
    long generated = 0;
    long states = 0;
    long steps = 0;
    for (Worker worker : workers) {
      generated += worker.generated();
      states += worker.stateDigest();
      steps += worker.stepDigest();
    }
    Failure failure = failure(workers);
    Verdict unfailed = distinct > most ? Verdict.UNFINISHED : Verdict.SUCCESS;
    return new Found(
        failure == null ? unfailed : failure.verdict(),
        failure == null ? null : failure.property(),
        distinct,
        generated,
        depth,
        states,
        steps,
        setBytes,
        seconds,
        failure == null ? 0 : failure.length(),
        failure == null || ways == null ? List.of() : failure.behaviour(ways));
  }

  /** How a state was met for the first time. */
  record Way(Val[] state, long before, boolean isInitial) {}
}
