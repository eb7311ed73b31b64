package org.mmucheck.sched;

import org.jspecify.annotations.Nullable;

/**
 * Decides who goes on. It is asked wherever the last step has ended, so that a step costs one
 * handoff, from actor to actor, or none if an actor goes on itself.
 */
@FunctionalInterface
public interface Director {
  /**
   * Prepares the next move with {@link Actor#prepare} or {@link Actor#prepareStart} and says whose
   * it is. Nobody else runs meanwhile. The first call is on the controller's thread, later ones are
   * on that of the actor that has just parked or become idle.
   *
   * @return null to give the turn back to the controller
   */
  @Nullable Actor next();
}
