package org.mmucheck.toy;

import java.util.concurrent.CountDownLatch;

/** What breaks down, or does not end, where adders add. */
public final class Sum {
  private Sum() {}

  /** Throws. */
  public static void lose() {
    throw new IllegalStateException("lost an adder");
  }

  /** Waits for what comes when the test says so. */
  public static void await(CountDownLatch morning) {
    try {
      morning.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
