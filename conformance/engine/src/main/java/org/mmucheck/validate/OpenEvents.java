package org.mmucheck.validate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events whose begin has been seen and whose end has not, each with a bit of its own. Those of
 * one task are taken in the order in which they stand in the log.
 */
final class OpenEvents {
  private final Map<LogEvent, Long> bits = new IdentityHashMap<>();
  private final List<LogEvent> inOrder = new ArrayList<>();
  private long used;

  /**
   * @throws SetTooLargeException if more than 64 events overlap
   */
  void begin(LogEvent event) {
    long bit = Long.lowestOneBit(~used);
    if (bit == 0) {
      throw new SetTooLargeException(
          "line " + event.line() + ": more than 64 steps overlap; is it the log of one run?");
    }
    used |= bit;
    bits.put(event, bit);
    inOrder.add(event);
  }

  long bit(LogEvent event) {
    Long bit = bits.get(event);
    if (bit == null) {
      throw new IllegalArgumentException("not open: " + event);
    }
    return bit;
  }

  void end(LogEvent event) {
    used &= ~bit(event);
    bits.remove(event);
    inOrder.removeIf(open -> open == event);
  }

  /** Those that can be next where {@code taken} have been taken: one of each task. */
  List<LogEvent> notIn(long taken) {
    List<LogEvent> found = new ArrayList<>();
    for (LogEvent event : inOrder) {
      if ((taken & bit(event)) == 0 && !isAmong(found, event.task())) {
        found.add(event);
      }
    }
    return found;
  }

  private static boolean isAmong(List<LogEvent> events, String task) {
    for (LogEvent event : events) {
      if (event.task().equals(task)) {
        return true;
      }
    }
    return false;
  }
}
