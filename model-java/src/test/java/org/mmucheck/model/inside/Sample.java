package org.mmucheck.model.inside;

import java.util.ArrayList;
import java.util.List;

/** Which of many are tried: all, each so-many-th, or so many of each list, spread evenly. */
final class Sample {
  private final int every;
  private final int most;
  private int number;

  private Sample(int every, int most, int first) {
    this.every = every;
    this.most = most;
    this.number = first;
  }

  static Sample all() {
    return every(1, 0);
  }

  /**
   * @param first the number to begin with, so that others than of another sample are taken
   */
  static Sample every(int step, int first) {
    return new Sample(step, Integer.MAX_VALUE, first);
  }

  /** About {@code many} of each list; at least one, if there is one. */
  static Sample of(int many, int first) {
    return new Sample(1, many, first);
  }

  <T> List<T> of(List<T> all) {
    int step = Math.max(every, Math.ceilDiv(all.size(), most));
    List<T> taken = new ArrayList<>();
    for (T each : all) {
      if (number++ % step == 0) {
        taken.add(each);
      }
    }
    return taken;
  }
}
