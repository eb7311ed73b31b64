package org.mmucheck.compiled.value;

import org.mmucheck.value.ContentHash;

/** An integer of 32 bits, as TLC's. */
public final class IntVal extends Val {
  public final int value;

  IntVal(int value) {
    super(ContentHash.of((long) value));
    this.value = value;
  }

  @Override
  public Kind kind() {
    return Kind.INTEGER;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
