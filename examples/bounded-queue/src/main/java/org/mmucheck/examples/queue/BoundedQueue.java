package org.mmucheck.examples.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.mmucheck.points.Points;

/** A first-in-first-out queue of bounded length; any thread may put and take. */
public class BoundedQueue<E> {
  private final int capacity;
  private final Queue<E> items = new ArrayDeque<>();
  private final Lock lock;
  final Condition notFull;
  final Condition notEmpty;

  /** For production. */
  public BoundedQueue(int capacity) {
    this(capacity, Points.NONE);
  }

  BoundedQueue(int capacity, Points points) {
    this(capacity, points.lock());
  }

  private BoundedQueue(int capacity, Lock lock) {
    this(capacity, lock, lock.newCondition(), lock.newCondition());
  }

  BoundedQueue(int capacity, Lock lock, Condition notFull, Condition notEmpty) {
    this.capacity = capacity;
    this.lock = lock;
    this.notFull = notFull;
    this.notEmpty = notEmpty;
  }

  /** Adds an item, waiting for room. */
  public void put(E item) throws InterruptedException {
    lock.lock();
    try {
      while (items.size() == capacity) {
        notFull.await();
      }
      items.add(item);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Removes the oldest item, waiting for one. */
  public E take() throws InterruptedException {
    lock.lock();
    try {
      while (items.isEmpty()) {
        notEmpty.await();
      }
      E item = items.remove();
      notFull.signal();
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** The items, oldest first. */
  public List<E> snapshot() {
    lock.lock();
    try {
      return new ArrayList<>(items);
    } finally {
      lock.unlock();
    }
  }
}
