package org.mmucheck.validate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A recorded run, in the words of a spec.
 *
 * @param file the log as the user named it
 * @param observed the actions of which the log has an event each time one is taken; all others are
 *     hidden
 * @param events in any order
 */
public record EventLog(String file, Set<String> observed, List<LogEvent> events) {
  public EventLog {
    observed = java.util.Collections.unmodifiableSet(new TreeSet<>(observed));
    events = List.copyOf(events);
  }
}
