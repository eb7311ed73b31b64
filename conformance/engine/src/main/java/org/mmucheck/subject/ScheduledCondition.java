package org.mmucheck.subject;

import java.util.ArrayDeque;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.mmucheck.sched.Actor;

/** A condition of a {@link ScheduledLock}; signalled in the order of waiting, as the JDK's are. */
final class ScheduledCondition implements Condition {
  private final ScheduledLock lock;
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

  ScheduledCondition(ScheduledLock lock) {
    this.lock = lock;
  }

  /** One task in {@code await}: ready when it has been signalled and the lock is free. */
  static final class Waiter implements BooleanSupplier {
    private final Actor actor;
    private final ScheduledLock lock;
    private boolean signalled;

    Waiter(Actor actor, ScheduledLock lock) {
      this.actor = actor;
      this.lock = lock;
    }

    boolean isSignalled() {
      return signalled;
    }

    @Override
    public boolean getAsBoolean() {
      return signalled && lock.isFree();
    }
  }

  /** The names of the tasks that wait and have not been signalled, the longest waiting first. */
  List<String> waiting() {
    return waiters.stream().map(waiter -> waiter.actor.name()).toList();
  }

  @Override
  public void await() {
    sleep();
  }

  @Override
  public void awaitUninterruptibly() {
    sleep(); // the scheduler interrupts nobody
  }

  private void sleep() {
    ScenePoints points = lock.points();
    if (!(lock.requireOwner("await()") instanceof Actor actor)) {
      throw new IllegalStateException("await() is called by no task of the scene");
    }
    Waiter waiter = new Waiter(actor, lock);
    waiters.add(waiter);
    int held = lock.release();
    points.await(actor, lock.step(), waiter, "await()");
    lock.regain(actor, held);
  }

  @Override
  public long awaitNanos(long nanosTimeout) {
    throw Untimed.refuse("awaitNanos(" + nanosTimeout + ")", "await()");
  }

  @Override
  public boolean await(long time, TimeUnit unit) {
    throw Untimed.refuse("await(" + time + ", " + unit + ")", "await()");
  }

  @Override
  public boolean awaitUntil(Date deadline) {
    throw Untimed.refuse("awaitUntil(" + deadline + ")", "await()");
  }

  @Override
  public void signal() {
    lock.requireOwner("signal()");
    Waiter first = waiters.poll();
    if (first != null) {
      first.signalled = true;
    }
  }

  @Override
  public void signalAll() {
    lock.requireOwner("signalAll()");
    waiters.forEach(waiter -> waiter.signalled = true);
    waiters.clear();
  }
}
