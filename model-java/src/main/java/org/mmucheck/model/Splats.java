package org.mmucheck.model;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a debug kernel would have printed: KASAN, refcount_t, CONFIG_DEBUG_LIST and the like. The
 * code under test goes on after a report, as the kernel does.
 *
 * <p>Concurrency: any task reports at any time; a report is never taken back.
 */
public final class Splats {
  private final ConcurrentHashMap.KeySetView<String, Boolean> reports =
      ConcurrentHashMap.newKeySet();

  /** Prints {@code report}; the second of the same text adds nothing. */
  public void report(String report) {
    reports.add(report);
  }

  /** All reports so far, sorted. */
  public Set<String> reports() {
    return new TreeSet<>(reports);
  }
}
