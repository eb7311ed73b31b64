package org.mmucheck.compiled.value;

/**
 * A value of TLA+. Equal values of one {@link Interner} are one object, so that equality is a
 * comparison of references.
 *
 * <p>Concurrency: immutable, with final fields, so that a thread may read one that another thread
 * has published through a data race.
 */
public abstract sealed class Val permits BoolVal, IntVal, TextVal, SetVal, FunVal {
  /** {@link org.mmucheck.value.ContentHash} of the value. */
  public final long hash;

  Val(long hash) {
    this.hash = hash;
  }

  /** What TLC can compare it with. */
  public abstract Kind kind();

  /** Kinds of values: TLC compares those of one kind, and a model value with everything. */
  public enum Kind {
    BOOLEAN("Boolean"),
    INTEGER("integer"),
    STRING("string"),
    MODEL_VALUE("model value"),
    SET("set"),
    FUNCTION("function");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }
}
