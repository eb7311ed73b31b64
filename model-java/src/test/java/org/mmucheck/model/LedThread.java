package org.mmucheck.model;

/**
 * A thread of a race that does not run freely: it never pauses by chance, and tells whenever it
 * comes to a place of the code where others may come between.
 */
public abstract class LedThread extends Thread {
  protected LedThread(Runnable operation) {
    super(operation);
    setDaemon(true);
  }

  /** Whether the current thread is one. */
  public static boolean isCurrent() {
    return currentThread() instanceof LedThread;
  }

  /**
   * Called by the thread itself, in front of what it does there.
   *
   * @param place its number, the same each time
   */
  public abstract void reach(int place);
}
