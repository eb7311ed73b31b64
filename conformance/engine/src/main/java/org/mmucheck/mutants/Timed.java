package org.mmucheck.mutants;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Does what may take too long.
 *
 * @param limit after which it is stopped
 */
record Timed(Duration limit) {

  /** Something that may take long. */
  @FunctionalInterface
  interface Job<R> {
    R run() throws Exception;
  }

  /**
   * What the job returns; null if it takes too long and was stopped.
   *
   * @throws InterruptedException if the calling thread is interrupted; the job is told to end
   */
  <R> @Nullable R within(Job<R> job) throws InterruptedException {
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      Future<R> result = one.submit(job::run);
      try {
        return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        result.cancel(true);
        one.shutdownNow();
        return null;
      } catch (InterruptedException e) {
        one.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
