package org.mmucheck.compiled.plain;

import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;
import org.mmucheck.value.Value;

/**
 * What names stand for at one place of a formula, and which states it speaks of. Never changes.
 *
 * @param now the state
 * @param next its successor; null for a formula of one state
 * @param isPrimed whether variables are those of the successor
 */
record Names(State now, @Nullable State next, boolean isPrimed, @Nullable Entry entries) {
  /** What one name stands for. */
  sealed interface Meaning {}

  /** A value. */
  record Known(Value value) implements Meaning {}

  /** An expression, worked out anew wherever the name is used. */
  record Unevaluated(Expr expr, Names names) implements Meaning {}

  /** An operator. */
  record Operator(Symbol symbol, Names names) implements Meaning {}

  /** What LET defines: it may speak of itself, so it sees the names where it is used. */
  record Local(Symbol.Defined definition) implements Meaning {}

  /** A list of meanings, the innermost first. */
  record Entry(Symbol symbol, Meaning meaning, @Nullable Entry outer) {}

  static Names of(State now, @Nullable State next) {
    return new Names(now, next, false, null);
  }

  Names with(Symbol symbol, Meaning meaning) {
    return new Names(now, next, isPrimed, new Entry(symbol, meaning, entries));
  }

  Names with(Symbol symbol, Value value) {
    return with(symbol, new Known(value));
  }

  Names primed(boolean primed) {
    return new Names(now, next, primed, entries);
  }

  @Nullable Meaning of(Symbol symbol) {
    for (Entry at = entries; at != null; at = at.outer) {
      if (at.symbol == symbol) {
        return at.meaning;
      }
    }
    return null;
  }

  /** The names that were there when {@code symbol} got its meaning, and that one. */
  Names at(Symbol symbol) {
    for (Entry at = entries; at != null; at = at.outer) {
      if (at.symbol == symbol) {
        return new Names(now, next, isPrimed, at);
      }
    }
    return this;
  }
}
