package org.mmucheck.compiled.value;

import org.mmucheck.compiled.value.Val.Kind;

/**
 * TLC's order of values, which decides what CHOOSE chooses: model values before all others and
 * among each other, and strings, in the order in which TLC has met their texts; sets and functions
 * by size, then element by element.
 */
public final class Order {
  private Order() {}

  /**
   * Negative, 0 or positive as {@code a} is before, the same as or behind {@code b}.
   *
   * @throws EvaluationException if TLC cannot compare them
   */
  public static int compare(Val a, Val b) {
    if (a == b) {
      return 0;
    }
    if (a.kind() == Kind.MODEL_VALUE || b.kind() == Kind.MODEL_VALUE) {
      if (a.kind() != b.kind()) {
        return a.kind() == Kind.MODEL_VALUE ? -1 : 1;
      }
      return Integer.compare(((TextVal) a).rank, ((TextVal) b).rank);
    }
    if (a.kind() != b.kind()) {
      throw incomparable(a, b);
    }
    return switch (a) {
      case BoolVal x -> x.value ? 1 : -1;
      case IntVal x -> Integer.compare(x.value, ((IntVal) b).value);
      case TextVal x -> Integer.compare(x.rank, ((TextVal) b).rank);
      case SetVal x -> all(x.elements, ((SetVal) b).elements);
      case FunVal x -> functions(x, (FunVal) b);
    };
  }

  private static int functions(FunVal a, FunVal b) {
    int domains = a.domain == b.domain ? 0 : all(a.domain.elements, b.domain.elements);
    return domains == 0 ? all(a.values, b.values) : domains;
  }

  private static int all(Val[] a, Val[] b) {
    if (a.length != b.length) {
      return Integer.compare(a.length, b.length);
    }
    for (int i = 0; i < a.length; i++) {
      int order = compare(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Whether two values are equal.
   *
   * @throws EvaluationException if TLC cannot compare them
   */
  public static boolean equal(Val a, Val b) {
    if (a == b) {
      return true;
    }
    Kind kind = a.kind();
    if (kind == b.kind()) {
      if (kind == Kind.SET) {
        all(((SetVal) a).elements, ((SetVal) b).elements);
      } else if (kind == Kind.FUNCTION) {
        functions((FunVal) a, (FunVal) b);
      }
      return false;
    }
    if (kind == Kind.MODEL_VALUE || b.kind() == Kind.MODEL_VALUE) {
      return false;
    }
    throw incomparable(a, b);
  }

  private static EvaluationException incomparable(Val a, Val b) {
    return new EvaluationException(
        "cannot compare the " + a.kind() + " " + a + " with the " + b.kind() + " " + b);
  }
}
