package org.mmucheck.compiled.value;

import org.mmucheck.value.ContentHash;

/** A string or a model value. */
public final class TextVal extends Val {
  public final String text;

  /** TLC's order among strings, and among model values. */
  public final int rank;

  private final boolean isModelValue;

  TextVal(String text, int rank, boolean isModelValue) {
    super(ContentHash.of(text));
    this.text = text;
    this.rank = rank;
    this.isModelValue = isModelValue;
  }

  @Override
  public Kind kind() {
    return isModelValue ? Kind.MODEL_VALUE : Kind.STRING;
  }

  @Override
  public String toString() {
    return isModelValue ? text : '"' + text + '"';
  }
}
