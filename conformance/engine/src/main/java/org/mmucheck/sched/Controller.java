package org.mmucheck.sched;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A thread that leads actors, and now and then calls the code under test itself.
 *
 * <p>Concurrency: the controller's thread alone writes {@code calls}; the watchdog reads it, and
 * owns what it has seen.
 */
final class Controller {
  /** More than an actor is given: while the controller waits for one, that one is the stuck one. */
  private static final int MORE_SAMPLES = 4;

  private static final ThreadLocal<@Nullable Controller> MINE = new ThreadLocal<>();

  private final Thread thread;
  private final CompletableFuture<?> result;
  private volatile long calls; // odd while it is in the code under test

  // The watchdog's own: what it saw, and how often.
  private long seenCalls;
  private int seen;

  Controller(Thread thread, CompletableFuture<?> result) {
    this.thread = thread;
    this.result = result;
  }

  /** That of the calling thread; null if it leads nobody. */
  static @Nullable Controller mine() {
    return MINE.get();
  }

  /** Called first by the controller's own thread. */
  void begin() {
    MINE.set(this);
  }

  Thread thread() {
    return thread;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void enter() {
    calls++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void leave() {
    calls++;
  }

  /** Fails the run, since nobody else can tell whoever waits for it. */
  void fail(StuckActorException stuck) {
    result.completeExceptionally(stuck);
  }

  /** Called by the watchdog at each of its samples. */
  void inspect(int patienceSamples, long patienceSeconds) {
    long now = calls;
    if (now != seenCalls) {
      seenCalls = now;
      seen = 0;
    } else if ((now & 1) != 0 && ++seen > patienceSamples + MORE_SAMPLES) {
      fail(StuckActorException.unended(patienceSeconds, thread.getStackTrace()));
    }
  }
}
