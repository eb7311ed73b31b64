package org.mmucheck.linux.trace;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of a kernel's tracer.
 *
 * @param line of the file, counted from 1
 * @param n the trace clock, a counter that all CPUs share
 * @param task the thread, by its number
 * @param name the probe
 * @param fields what the probe read
 */
public record KernelEvent(int line, long n, int task, String name, Map<String, Object> fields) {
  public KernelEvent {
    fields = Map.copyOf(fields);
  }

  boolean is(String other) {
    return name.equals(other);
  }

  /** A number that the probe read; null if it did not. */
  @Nullable Long number(String field) {
    return fields.get(field) instanceof Number number ? (Long) number.longValue() : null;
  }

  /** A name that the probe read; empty if it did not. */
  String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }
}
