package slot;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A place for one item; any thread may put and take. */
public final class Slot<E> {
  private final Lock lock;
  final Condition changed;
  private E item; // null while there is none

  public Slot() {
    this(new ReentrantLock());
  }

  Slot(Lock lock) {
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  /** Waits until the slot is empty and puts an item there. */
  public void put(E newItem) throws InterruptedException {
    lock.lock();
    try {
      while (item != null) {
        changed.await();
      }
      item = newItem;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is an item and takes it. */
  public E take() throws InterruptedException {
    lock.lock();
    try {
      while (item == null) {
        changed.await();
      }
      E taken = item;
      item = null;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** The item, or {@code none}. */
  public E peek(E none) {
    lock.lock();
    try {
      return item == null ? none : item;
    } finally {
      lock.unlock();
    }
  }
}
