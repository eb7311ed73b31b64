package org.mmucheck.examples.queue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.mmucheck.points.Points;

/** The known mistake: producers and consumers wait on one condition, and one of them is woken. */
final class OneConditionQueue<E> extends BoundedQueue<E> {
  OneConditionQueue(int capacity, Points points) {
    this(capacity, points.lock());
  }

  private OneConditionQueue(int capacity, Lock lock) {
    this(capacity, lock, lock.newCondition());
  }

  private OneConditionQueue(int capacity, Lock lock, Condition changed) {
    super(capacity, lock, changed, changed);
  }
}
