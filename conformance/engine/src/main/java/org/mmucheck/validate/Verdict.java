package org.mmucheck.validate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a log.
 *
 * @param events events of the log
 * @param explained events of the longest explained prefix, in the order of their end marks
 * @param hiddenSteps steps of the behaviour that explains it of which the log has no event
 * @param largestSet the most spec states that were consistent with one prefix
 * @param evaluated how often TLC evaluated an action
 * @param unobserved actions that the log should show and that never occur in it
 * @param unexplained where no state goes on; null if the log is a behaviour
 */
public record Verdict(
    int events,
    int explained,
    long hiddenSteps,
    int largestSet,
    long evaluated,
    Set<String> unobserved,
    @Nullable Unexplained unexplained) {
  public Verdict {
    unobserved = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(unobserved));
  }

  public boolean valid() {
    return unexplained == null;
  }

  /** The hidden ones of some steps. */
  static long hidden(Explained last) {
    long hidden = 0;
    for (Explained at = last; at.before() != null; at = at.before()) {
      hidden += at.event() == null ? 1 : 0;
    }
    return hidden;
  }

  /** Orders lists of the kind {@code a, b, c}. */
  static String joined(List<?> parts) {
    return String.join(", ", parts.stream().map(Object::toString).toList());
  }
}
