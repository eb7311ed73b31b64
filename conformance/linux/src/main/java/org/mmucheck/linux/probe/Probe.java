package org.mmucheck.linux.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A place in a kernel that the tracer tells of each time a task comes by.
 *
 * @param event what the log calls it
 * @param kind which end of a function, or a tracepoint
 * @param module that has the function; empty for vmlinux and for a tracepoint
 * @param place the function, or the tracepoint as {@code system/name}
 * @param reads what is read there, by the name of the field
 * @param shows the spec's actions that the event is evidence of
 */
public record Probe(
    String event,
    Kind kind,
    String module,
    String place,
    Map<String, Read> reads,
    List<String> shows) {
  /** Where it stands. */
  public enum Kind {
    ENTRY,
    RETURN,
    TRACEPOINT
  }

  /**
   * What is read: an argument or what the function returns, or a field that is found from there.
   *
   * @param argument counted from 1; 0 for what the function returns
   * @param path of a field from there, as {@link org.mmucheck.linux.kernel.Layouts#place} takes it;
   *     empty for the argument itself
   * @param type of what the function returns, as the tracer writes types; empty elsewhere
   */
  public record Read(int argument, String path, String type) {}

  public Probe {
    reads = Collections.unmodifiableMap(new LinkedHashMap<>(reads));
    shows = List.copyOf(shows);
  }
}
