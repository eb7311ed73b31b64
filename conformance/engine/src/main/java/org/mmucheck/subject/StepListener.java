package org.mmucheck.subject;

/**
 * Is told of each atomic step of an implementation that nobody holds back, by the thread that takes
 * it.
 */
@FunctionalInterface
public interface StepListener {
  /**
   * The step that {@code task} was in is over, and this one begins. What the code writes between
   * two calls, other tasks see as one step.
   *
   * @param action the spec's name of the step
   */
  void before(String task, String action);
}
