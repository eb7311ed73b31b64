package org.mmucheck.model;

import java.util.function.BooleanSupplier;

/** Free running, but for something that happens before each of a kind of step. */
public final class StepProbe extends Probe {
  private final Step step;
  private final Runnable happens;

  public StepProbe(Step step, Runnable happens) {
    this.step = step;
    this.happens = happens;
  }

  @Override
  public void before(Step next) {
    if (next == step) {
      happens.run();
    }
  }

  /** {@inheritDoc} The step that something happens before is the one that is elected. */
  @Override
  public boolean elects(Step elective, Step otherwise, BooleanSupplier natural) {
    if (elective == step) {
      happens.run();
    }
    return elective == step;
  }
}
