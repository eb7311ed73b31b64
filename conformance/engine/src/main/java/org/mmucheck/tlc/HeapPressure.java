package org.mmucheck.tlc;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether the process does little else than look for free memory. Java itself gives up only after
 * minutes of that, and not where each search finds a little. To ask takes no memory.
 */
public final class HeapPressure {
  private static final double TOO_FULL = 0.8;
  private static final double TOO_BUSY = 0.8;

  private final GarbageCollectorMXBean[] collectors =
      ManagementFactory.getGarbageCollectorMXBeans().toArray(new GarbageCollectorMXBean[0]);
  private final long periodNanos;
  private long from;
  private long collecting;

  /**
   * @param periodNanos over which the share of time counts
   */
  public HeapPressure(long periodNanos, long now) {
    this.periodNanos = periodNanos;
    begin(now);
  }

  /** Asked now and then; true if a period was spent so, that ended with this call. */
  public boolean isTooHigh(long now) {
    long elapsed = now - from;
    if (elapsed < periodNanos) {
      return false;
    }
    double share = (collectingMillis() - collecting) * 1e6 / elapsed;
    begin(now);
    Runtime runtime = Runtime.getRuntime();
    double used = (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    return isTooHigh(share, used);
  }

  static boolean isTooHigh(double collecting, double used) {
    return collecting > TOO_BUSY && used > TOO_FULL;
  }

  private void begin(long now) {
    from = now;
    collecting = collectingMillis();
  }

  private long collectingMillis() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      sum += collector.getCollectionTime();
    }
    return sum;
  }
}
