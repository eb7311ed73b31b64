package org.mmucheck.points;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where code under test meets a scheduler. In production, {@link #NONE} gives the JDK's own locks
 * and semaphores and does nothing else. In a test, a scheduler's give it the choice of who goes on
 * wherever a task could wait, so that {@code lock}, {@code await} and {@code signal} code is tested
 * as it is:
 *
 * <pre>{@code
 * final class BoundedQueue<E> {
 *   private final Lock lock;
 *   private final Condition notFull;
 *
 *   BoundedQueue(int capacity, Points points) {
 *     lock = points.lock();
 *     notFull = lock.newCondition();
 *   }
 * }
 * }</pre>
 *
 * <p>A <em>step</em> of the protocol runs from one point to the next; nobody else runs meanwhile. A
 * point is a place with the name of a step in the spec. One whose name the spec does not have is
 * run through. A lock or semaphore is a point only where the task has to wait, or where it has a
 * name that the spec has: then each acquisition is the step of that name. Where a task has to wait
 * at a lock, condition or semaphore without such a name, its next step is once more the action that
 * it took last: with the spec's {@code Put(p)} for a call of {@code put}, the task that waits in it
 * takes {@code Put(p)} again when it has been signalled.
 */
public interface Points {
  /** For production: plain JDK objects and empty calls. */
  Points NONE = new NoPoints();

  /**
   * A new lock. Its conditions are signalled in the order of waiting, as those of the JDK are. In a
   * test, whoever wants it may get it when it is free, in any order, and waits with a time limit
   * are not supported.
   */
  ReentrantLock lock();

  /**
   * A new lock whose acquisition is a step; also the one that ends an {@code await}.
   *
   * @param step the step's name in the spec
   */
  ReentrantLock lock(String step);

  /** A new semaphore, as {@link #lock()} for locks. */
  Semaphore semaphore(int permits);

  /**
   * A new semaphore whose acquisition is a step.
   *
   * @param step the step's name in the spec
   */
  Semaphore semaphore(int permits, String step);

  /**
   * A step begins here.
   *
   * @param step its name in the spec
   */
  void before(String step);

  /**
   * A step begins here which may have to wait. In production this does not wait: the code after it
   * does.
   *
   * @param step its name in the spec
   * @param ready whether the step could go on; reads the code's state and changes nothing
   */
  void before(String step, BooleanSupplier ready);

  /**
   * A step begins here.
   *
   * @param step {@code ADD_ITEM} is {@code AddItem} in the spec
   */
  void before(Enum<?> step);

  /**
   * A step begins here which may have to wait; see {@link #before(String, BooleanSupplier)}.
   *
   * @param step {@code ADD_ITEM} is {@code AddItem} in the spec
   * @param ready whether the step could go on; reads the code's state and changes nothing
   */
  void before(Enum<?> step, BooleanSupplier ready);
}
