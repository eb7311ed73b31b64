package org.mmucheck.tlc;

import java.util.function.Consumer;

/**
 * How to run TLC.
 *
 * @param workers TLC's worker threads; with one, the depth and the length of a counterexample are
 *     the same in every run
 * @param progress told about twice a second while TLC explores, by the thread that started the run
 * @param limits where the run ends without a verdict
 */
public record TlcOptions(int workers, Consumer<TlcProgress> progress, Limits limits) {
  public TlcOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
  }

  /** Without limits. */
  public TlcOptions(int workers, Consumer<TlcProgress> progress) {
    this(workers, progress, Limits.NONE);
  }

  /** One worker, nobody watching. */
  public static TlcOptions oneWorker() {
    return new TlcOptions(1, progress -> {});
  }

  public TlcOptions withWorkers(int count) {
    return new TlcOptions(count, progress, limits);
  }
}
