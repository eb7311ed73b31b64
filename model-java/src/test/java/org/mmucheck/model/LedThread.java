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

  /** The current thread comes by a place: one that is led may stop there. */
  public static void pass(int place) {
    if (currentThread() instanceof LedThread led) {
      led.reach(place);
    }
  }

  /**
   * Called by the thread itself, in front of what it does there.
   *
   * @param place its number, the same each time
   */
  protected abstract void reach(int place);
}
