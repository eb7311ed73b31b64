package org.mmucheck.model;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Free running with wider race windows: some points let other threads go first. */
public final class JitterProbe extends Probe {
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
    int dice = ThreadLocalRandom.current().nextInt(16);
    if (dice == 0) {
      Thread.yield();
    } else if (dice < 8) {
      for (int i = 0; i < dice * 20; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
