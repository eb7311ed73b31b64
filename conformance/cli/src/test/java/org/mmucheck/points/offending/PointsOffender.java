package org.mmucheck.points.offending;

import org.mmucheck.value.Value;

/** Depends on what production code must not need. */
public final class PointsOffender {
  private PointsOffender() {}

  /** A value. */
  public static Value value() {
    return Value.of(true);
  }
}
