package org.mmucheck.subject;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;

/**
 * A lock that the scheduler hands out. At most one task runs at a time, so its fields need no
 * protection; what of the superclass is not overridden is of no use here.
 */
final class ScheduledLock extends ReentrantLock {
  private static final long serialVersionUID = 1L;

  /** Stands for the scene as an owner: its set-up and its environment are no task. */
  private static final Object SCENE = "the scene";

  private final transient ScenePoints points;
  private final @Nullable String step;
  private final transient BooleanSupplier free = this::isFree;
  private transient @Nullable Object owner; // an actor, or the scene
  private int holds;

  ScheduledLock(ScenePoints points, @Nullable String step) {
    this.points = points;
    this.step = step;
  }

  ScenePoints points() {
    return points;
  }

  @Nullable String step() {
    return step;
  }

  boolean isFree() {
    return owner == null;
  }

  /** The holding task's name; null if none holds it. */
  @Nullable String holder() {
    return owner == null ? null : name(owner);
  }

  private static String name(Object owner) {
    return owner instanceof Actor actor ? actor.name() : owner.toString();
  }

  @Override
  public void lock() {
    if (points.isObserved()) {
      return;
    }
    if (!isHeldByCurrentThread()) {
      points.pass(step, free, "lock()");
      owner = caller();
    }
    holds++;
  }

  @Override
  public void lockInterruptibly() {
    lock(); // the scheduler interrupts nobody
  }

  @Override
  public boolean tryLock() {
    if (points.isObserved()) {
      return true;
    }
    boolean mine = isHeldByCurrentThread();
    if (!mine && !isFree()) {
      return false;
    }
    owner = caller();
    holds++;
    return true;
  }

  @Override
  public boolean tryLock(long timeout, TimeUnit unit) {
    throw Untimed.refuse("tryLock(" + timeout + ", " + unit + ")", "tryLock() or lock()");
  }

  @Override
  public void unlock() {
    if (points.isObserved()) {
      return;
    }
    if (!isHeldByCurrentThread()) {
      throw notOwner("unlock()");
    }
    if (--holds == 0) {
      owner = null;
    }
  }

  @Override
  public Condition newCondition() {
    return new ScheduledCondition(this);
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return owner != null && owner == caller();
  }

  @Override
  public int getHoldCount() {
    return isHeldByCurrentThread() ? holds : 0;
  }

  @Override
  public boolean isLocked() {
    return owner != null;
  }

  @Override
  public boolean hasWaiters(Condition condition) {
    return getWaitQueueLength(condition) > 0;
  }

  @Override
  public int getWaitQueueLength(Condition condition) {
    return ((ScheduledCondition) condition).waiting().size();
  }

  /**
   * The calling task, which must hold the lock.
   *
   * @throws IllegalMonitorStateException if it does not
   */
  Object requireOwner(String what) {
    if (!isHeldByCurrentThread()) {
      throw notOwner(what);
    }
    return caller();
  }

  /** Lets go of the lock altogether; how often it was held. */
  int release() {
    int held = holds;
    owner = null;
    holds = 0;
    return held;
  }

  /** Takes the lock, which is free, as often as it was held. */
  void regain(Actor actor, int held) {
    owner = actor;
    holds = held;
  }

  private Object caller() {
    Actor actor = points.current();
    return actor == null ? SCENE : actor;
  }

  private IllegalMonitorStateException notOwner(String what) {
    return new IllegalMonitorStateException(
        what
            + " by "
            + name(caller())
            + ", but the lock is "
            + (owner == null ? "free" : holder() + "'s"));
  }

  @Override
  public String toString() {
    return "lock" + (owner == null ? "" : " of " + holder());
  }
}
