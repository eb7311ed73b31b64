package org.mmucheck.compiled.value;

import org.mmucheck.value.ContentHash;

/** TRUE or FALSE; the two are the same in all interners. */
public final class BoolVal extends Val {
  public static final BoolVal TRUE = new BoolVal(true);
  public static final BoolVal FALSE = new BoolVal(false);

  public final boolean value;

  private BoolVal(boolean value) {
    super(ContentHash.of(value));
    this.value = value;
  }

  public static BoolVal of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public Kind kind() {
    return Kind.BOOLEAN;
  }

  @Override
  public String toString() {
    return value ? "TRUE" : "FALSE";
  }
}
