package org.mmucheck.compiled.build;

import org.mmucheck.tlc.syntax.Symbol;

/**
 * Where an expression is.
 *
 * @param isPrimed whether variables are those of the successor; in the initial predicate all are
 * @param isStep whether the successor is known, so that what speaks of it may be kept; not while an
 *     action computes it
 */
record Context(Env env, boolean isPrimed, boolean isStep) {
  Context with(Symbol symbol, Binding binding) {
    return new Context(env.with(symbol, binding), isPrimed, isStep);
  }

  Context with(Env other) {
    return new Context(other, isPrimed, isStep);
  }

  Context primed() {
    return new Context(env, true, isStep);
  }
}
