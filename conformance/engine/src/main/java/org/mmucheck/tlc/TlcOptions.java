package org.mmucheck.tlc;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to run TLC.
 *
 * @param workers TLC's worker threads; with one, the depth and the length of a counterexample are
 *     the same in every run
 * @param progress told about twice a second while TLC explores, by the thread that started the run
 * @param limits where the run ends without a verdict
 * @param keeping where and how often the run is saved; null if it is not
 */
public record TlcOptions(
    int workers, Consumer<TlcProgress> progress, Limits limits, @Nullable Keeping keeping) {
  public TlcOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
  }

  /** Not saved, without limits. */
  public TlcOptions(int workers, Consumer<TlcProgress> progress) {
    this(workers, progress, Limits.NONE);
  }

  /** Not saved. */
  public TlcOptions(int workers, Consumer<TlcProgress> progress, Limits limits) {
    this(workers, progress, limits, null);
  }

  /**
   * Where a run is saved.
   *
   * @param every the time from one saving to the next
   */
  public record Keeping(SavedRun run, Duration every) {}

  /** The same for a run that is saved; with as many workers as the one that it goes on with. */
  TlcOptions keeping(SavedRun run, Duration every) {
    int count = run.last().map(SavedRun.Point::workers).orElse(workers);
    return new TlcOptions(count, progress, limits, new Keeping(run, every));
  }

  /** One worker, nobody watching. */
  public static TlcOptions oneWorker() {
    return new TlcOptions(1, progress -> {});
  }

  public TlcOptions withWorkers(int count) {
    return new TlcOptions(count, progress, limits, keeping);
  }
}
