package org.mmucheck.model;

import java.util.function.BooleanSupplier;

/**
 * The schedule points of one {@link Task}.
 *
 * <p>Each atomic step of the protocol starts at one point. Between two points of a task the code
 * makes one access that another task could observe, or holds the lock that hides the others. This
 * class is the free-running probe: every method is empty or answers from the machine, so it costs a
 * monomorphic call. A controlled probe parks the task at the point until the step is chosen.
 */
public class Probe {
  /** Free running: no point ever parks. */
  public static final Probe NONE = new Probe();

  protected Probe() {}

  /** The calling task is about to take {@code step}, which never blocks. */
  public void before(Step step) {}

  /**
   * The calling task is about to take {@code step}, which blocks until {@code ready}. The code
   * blocks by itself; the probe only learns whether it would.
   */
  public void before(Step step, BooleanSupplier ready) {}

  /**
   * A point at which the environment decides between two steps, as {@code need_resched()} does.
   *
   * @param elective the step taken when this returns true
   * @param otherwise the step taken when this returns false
   * @param natural the machine's own answer, asked in free running only
   */
  public boolean elects(Step elective, Step otherwise, BooleanSupplier natural) {
    return natural.getAsBoolean();
  }
}
