package org.mmucheck.record;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The order that all tasks of a run share. Each mark is drawn once.
 *
 * <p>Concurrency: whoever draws the larger of two marks sees what the other wrote before it drew
 * the smaller. Threads so meet at every step, which a clock would spare them; but the clocks of two
 * processors may differ by more than a step takes, and then a log would claim an order that was
 * none.
 */
final class Marks {
  private final AtomicLong next = new AtomicLong(1);

  long draw() {
    return next.getAndIncrement();
  }

  /** How many have been drawn. */
  long drawn() {
    return next.get() - 1;
  }
}
