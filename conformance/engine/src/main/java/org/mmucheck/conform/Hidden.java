package org.mmucheck.conform;

import java.util.List;
import org.mmucheck.trace.Trace;

/**
 * One state of the spec in which the code can be in two: it keeps something that the projection
 * does not show.
 *
 * @param first a shortest behaviour that ends in the state
 * @param second a shortest behaviour that leaves the code in another state there
 * @param differences the fields that differ, as {@code path: value in first | value in second}
 */
public record Hidden(List<Trace.Step> first, List<Trace.Step> second, List<String> differences) {
  public Hidden {
    first = List.copyOf(first);
    second = List.copyOf(second);
    differences = List.copyOf(differences);
  }
}
