package org.mmucheck.subject;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore whose permits the scheduler hands out, to any that waits; see {@link ScheduledLock}.
 */
final class ScheduledSemaphore extends Semaphore {
  private static final long serialVersionUID = 1L;

  private final transient ScenePoints points;
  private final @Nullable String step;
  private int available;

  ScheduledSemaphore(ScenePoints points, int permits, @Nullable String step) {
    super(0);
    this.points = points;
    this.step = step;
    this.available = permits;
  }

  @Override
  public void acquire() {
    acquire(1);
  }

  @Override
  public void acquire(int permits) {
    if (points.isObserved()) {
      return;
    }
    points.pass(step, () -> available >= permits, "acquire()");
    available -= permits;
  }

  @Override
  public void acquireUninterruptibly() {
    acquire(1);
  }

  @Override
  public void acquireUninterruptibly(int permits) {
    acquire(permits);
  }

  @Override
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  @Override
  public boolean tryAcquire(int permits) {
    if (available < permits) {
      return false;
    }
    available -= permits;
    return true;
  }

  @Override
  public boolean tryAcquire(long timeout, TimeUnit unit) {
    return tryAcquire(1, timeout, unit);
  }

  @Override
  public boolean tryAcquire(int permits, long timeout, TimeUnit unit) {
    throw Untimed.refuse("tryAcquire(" + timeout + ", " + unit + ")", "tryAcquire() or acquire()");
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int permits) {
    if (!points.isObserved()) {
      available += permits;
    }
  }

  @Override
  public int availablePermits() {
    return available;
  }

  @Override
  public int drainPermits() {
    int drained = available;
    available = 0;
    return drained;
  }

  @Override
  protected void reducePermits(int reduction) {
    available -= reduction;
  }
}
