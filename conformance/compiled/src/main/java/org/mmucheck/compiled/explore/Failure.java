package org.mmucheck.compiled.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.explore.Found.Verdict;
import org.mmucheck.compiled.value.Val;

/**
 * What failed.
 *
 * @param rank of several failures of one level the one with the least counts
 * @param property the property that broke, or what could not be evaluated; null for a deadlock
 * @param last the hash of the last state but {@code end}; any where {@code isInitial}
 * @param end the state where it failed, where that need not have been kept; null if it is the one
 *     with the hash {@code last}
 * @param isInitial whether the behaviour is {@code end} alone
 * @param length the number of states of the behaviour
 */
record Failure(
    Verdict verdict,
    int rank,
    @Nullable String property,
    long last,
    Val @Nullable [] end,
    boolean isInitial,
    int length) {

  boolean isBefore(Failure other) {
    return rank < other.rank;
  }

  List<Val[]> behaviour(Map<Long, Explorer.Way> ways) {
    List<Val[]> backwards = new ArrayList<>();
    if (end != null) {
      backwards.add(end);
    }
    Explorer.Way way = isInitial ? null : ways.get(last);
    while (way != null) {
      backwards.add(way.state());
      way = way.isInitial() ? null : ways.get(way.before());
    }
    Collections.reverse(backwards);
    return backwards;
  }
}
