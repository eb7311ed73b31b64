package org.mmucheck.subject;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.points.Points;
import org.mmucheck.sched.Actor;

/** Parks the tasks of a scene wherever the spec has a step of its own, and where they must wait. */
final class ScenePoints implements Points {
  private final SceneSubject subject; // no part of the code's state

  ScenePoints(SceneSubject subject) {
    this.subject = subject;
  }

  @Override
  public ReentrantLock lock() {
    return new ScheduledLock(this, null);
  }

  @Override
  public ReentrantLock lock(String step) {
    return new ScheduledLock(this, step);
  }

  @Override
  public Semaphore semaphore(int permits) {
    return new ScheduledSemaphore(this, permits, null);
  }

  @Override
  public Semaphore semaphore(int permits, String step) {
    return new ScheduledSemaphore(this, permits, step);
  }

  @Override
  public void before(String step) {
    pass(step, Actor.ALWAYS, step);
  }

  @Override
  public void before(String step, BooleanSupplier ready) {
    pass(step, () -> subject.observe(ready), step);
  }

  @Override
  public void before(Enum<?> step) {
    before(StepNames.inSpec(step));
  }

  @Override
  public void before(Enum<?> step, BooleanSupplier ready) {
    before(StepNames.inSpec(step), ready);
  }

  /** Whether the code under test is only looked at: then nobody waits and nothing changes hands. */
  boolean isObserved() {
    return subject.isObserved();
  }

  /** The calling task; null for the scene itself, which sets up or is the environment. */
  @Nullable Actor current() {
    return subject.current();
  }

  /**
   * Goes on when {@code ready} and chosen.
   *
   * @param step the point's name; null for none
   * @param what is waited for; for messages
   */
  void pass(@Nullable String step, BooleanSupplier ready, String what) {
    if (isObserved()) {
      return;
    }
    Actor actor = current();
    if (actor == null) {
      if (!ready.getAsBoolean()) {
        throw subject.refused(
            what + " has to wait, but no task of the scene calls it, so nobody can be let go on");
      }
    } else if (step != null && subject.isStep(step)) {
      actor.park(ready, step);
    } else if (!ready.getAsBoolean()) {
      if (actor.last() == null && actor.command() instanceof Call call) {
        call.takeBack();
        throw actor.abandon(); // the action is not possible yet
      }
      await(actor, null, ready, what);
    }
  }

  /** Parks the calling task at a point of its own name, or where it takes its last action on. */
  void await(Actor actor, @Nullable String step, BooleanSupplier ready, String what) {
    if (step != null && subject.isStep(step)) {
      actor.park(ready, step);
      return;
    }
    Object last = actor.last();
    if (last == null && actor.command() instanceof Call call) {
      last = call.action();
    }
    if (last == null) {
      throw new IllegalStateException(
          actor.name()
              + " waits at "
              + what
              + " before its first step, so no action of the spec lets it go on; give the point"
              + " the name of one");
    }
    actor.park(ready, last);
  }
}
