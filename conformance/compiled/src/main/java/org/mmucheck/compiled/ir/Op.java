package org.mmucheck.compiled.ir;

/** Operators that evaluate all their operands. */
public enum Op {
  NOT,
  EQUAL,
  IN,
  SUBSET_EQ,
  LESS,
  LESS_EQ,
  ADD,
  SUBTRACT,
  NEGATE,
  MULTIPLY,
  DIVIDE,
  REMAINDER,
  RANGE,
  APPLY,
  DOMAIN,
  UNION,
  INTERSECTION,
  DIFFERENCE,
  UNION_OF,
  POWERSET,
  FUNCTIONS,
  CARDINALITY,
  LENGTH,
  HEAD,
  TAIL,
  APPEND,
  CONCATENATION,
  SUB_SEQUENCE,
  SINGLETON,
  MERGED,
  TEXT_OF,
  SEQUENCES,
  NATURALS,
  INTEGERS,
  STRINGS,
  IS_SEQUENCE_OVER,
  IS_NATURAL,
  IS_INTEGER,
  IS_STRING,
  IN_RANGE,
  HAS_DOMAIN;

  /** Whether the result is a Boolean. */
  public boolean isPredicate() {
    return switch (this) {
      case NOT,
          EQUAL,
          IN,
          SUBSET_EQ,
          LESS,
          LESS_EQ,
          IS_SEQUENCE_OVER,
          IS_NATURAL,
          IS_INTEGER,
          IS_STRING,
          IN_RANGE,
          HAS_DOMAIN ->
          true;
      default -> false;
    };
  }

  /** Whether the result is a set that has no end. */
  public boolean isEndless() {
    return switch (this) {
      case SEQUENCES, NATURALS, INTEGERS, STRINGS -> true;
      default -> false;
    };
  }

  /** Whether operands and result are integers. */
  public boolean isArithmetic() {
    return switch (this) {
      case ADD, SUBTRACT, NEGATE, MULTIPLY, DIVIDE, REMAINDER -> true;
      default -> false;
    };
  }
}
