package org.mmucheck.report;

/** What is known of the property that a trace names. */
public enum Claim {
  /** The trace breaks it. */
  BROKEN,
  /** The trace does not break it. */
  KEPT,
  /** Nobody has evaluated it: only the file says so. */
  SAID
}
