package org.mmucheck.cli;

import java.util.function.IntConsumer;
import org.mmucheck.tlc.HeapPressure;
import org.mmucheck.tlc.Memory;

/**
 * Ends the process where no memory is left to go on with: where a thread has died of it, for whose
 * work others wait, or where Java does little else than look for some. Whoever notices earlier, and
 * can give up a model alone, does.
 *
 * <p>Concurrency: any thread may call {@link #end}; it does not come back. The watch's own thread
 * is there from the start, since none could be had later. It has the process ended in order, and
 * does not wait long for that: what is to be done at an end may want memory, too.
 */
final class MemoryWatch implements Runnable {
  private static final long LOOK_MILLIS = 500;
  private static final long NANOS = 1_000_000_000;

  /** So many seconds Java may do little else than look for memory, unless the property says. */
  private static final int PATIENCE = 30;

  private static final int LOOKS_FOR_ORDER = 10;

  /** Whether Java loads what looks at the heap; for good where there was no memory for it. */
  private static volatile boolean isLoading;

  private final LastWords lastWords;
  private final Thread inOrder;
  private volatile boolean isOver;

  /**
   * @param exit ends the process with an exit code, in order
   */
  private MemoryWatch(LastWords lastWords, IntConsumer exit) {
    this.lastWords = lastWords;
    this.inOrder = new Thread(() -> exit.accept(Memory.EXHAUSTED), "end for want of memory");
  }

  /** Watches from now on. */
  static MemoryWatch start(LastWords lastWords, IntConsumer exit) {
    MemoryWatch watch = new MemoryWatch(lastWords, exit);
    Thread thread = new Thread(watch, "watch the memory");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  @Override
  public void run() {
    try {
      Thread.sleep(LOOK_MILLIS); // most commands are over by then, and need not load what looks
      isLoading = true;
      HeapPressure pressure =
          new HeapPressure(
              Integer.getInteger("mmucheck.memory.patience", PATIENCE) * NANOS, System.nanoTime());
      isLoading = false;
      while (!isOver && !pressure.isTooHigh(System.nanoTime())) {
        Thread.sleep(LOOK_MILLIS);
      }
      lastWords.say();
      inOrder.start();
      for (int look = 0; look < LOOKS_FOR_ORDER; look++) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException | Error e) { // Java has many words for that it has no memory
      lastWords.say();
    }
    Runtime.getRuntime().halt(Memory.EXHAUSTED);
  }

  /**
   * Whether a failure comes from there being no memory, or from a class that could not be loaded
   * for that: Java tells it to the first who wants the class, and to all others only that it is not
   * there.
   */
  static boolean isExhausted(Throwable failure) {
    return Memory.isExhausted(failure) || (isLoading && failure instanceof LinkageError);
  }

  /** Ends the process; never returns. */
  void end() {
    isOver = true;
    while (true) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        continue; // it is the watch that ends the process
      }
    }
  }
}
