package org.mmucheck.kvm;

import java.util.Set;
import java.util.function.BooleanSupplier;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.sched.Actor;

/**
 * Parks a task at the schedule points that a module distinguishes, until the step is chosen. At all
 * other points the task runs on: there the module has no step of its own.
 */
final class ControlledProbe extends Probe {
  private final Actor actor;
  private final Set<Step> points;

  ControlledProbe(Actor actor, Set<Step> points) {
    this.actor = actor;
    this.points = points;
  }

  @Override
  public void before(Step step) {
    before(step, Actor.ALWAYS);
  }

  @Override
  public void before(Step step, BooleanSupplier ready) {
    if (points.contains(step)) {
      actor.park(ready, step);
    } else if (!ready.getAsBoolean()) {
      throw new IllegalStateException(step + " would block, but the module has no such step");
    }
  }

  @Override
  public boolean elects(Step elective, Step otherwise, BooleanSupplier natural) {
    if (points.contains(elective)) {
      return actor.park(Actor.ALWAYS, otherwise, elective) == 1;
    }
    before(otherwise);
    return false;
  }
}
