package org.mmucheck.examples.termination;

/** Black is what somebody has received a message behind the token's back. */
public enum Colour {
  WHITE,
  BLACK;

  /** Black if either is. */
  Colour and(Colour other) {
    return this == BLACK ? this : other;
  }
}
