package org.mmucheck.model;

/** The schedule points. */
public enum Step {
  IDLE
}
