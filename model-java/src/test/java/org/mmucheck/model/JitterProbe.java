package org.mmucheck.model;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Free running with wider race windows: at some points other threads go first, at a few for so long
 * that a whole operation of another thread fits in, however many cores there are. A {@link
 * LedThread} pauses where it is led to.
 */
public final class JitterProbe extends Probe {
  private static final int STEPS_A_PAUSE = 128;
  private static final int PAUSE_NANOS = 20_000;

  @Override
  public void before(Step step) {
    jitter();
  }

  @Override
  public void before(Step step, BooleanSupplier ready) {
    jitter();
  }

  @Override
  public boolean elects(Step elective, Step otherwise, BooleanSupplier natural) {
    jitter();
    return natural.getAsBoolean() || ThreadLocalRandom.current().nextInt(4) == 0;
  }

  private static void jitter() {
    if (LedThread.isCurrent()) {
      return;
    }
    int dice = ThreadLocalRandom.current().nextInt(STEPS_A_PAUSE);
    int spins = dice % 16;
    if (dice == 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    } else if (spins == 0) {
      Thread.yield();
    } else if (spins < 8) {
      for (int i = 0; i < spins * 20; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
