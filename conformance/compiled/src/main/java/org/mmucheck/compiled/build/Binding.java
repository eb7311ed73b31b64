package org.mmucheck.compiled.build;

import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;

/** What a symbol stands for. */
sealed interface Binding {
  /** An expression that is built already. */
  record Built(Ir ir) implements Binding {}

  /** An operator with the scope of its definition. */
  record Operator(Symbol symbol, Env env) implements Binding {}

  /** An expression with its scope, built when it is needed: once for a state, once for the next. */
  final class Closure implements Binding {
    final String name;
    final Expr expr;
    final Context context;
    final Scope scope; // where its value is kept
    private @Nullable Ir unprimed;
    private @Nullable Ir primed;

    Closure(String name, Expr expr, Context context, Scope scope) {
      this.name = name;
      this.expr = expr;
      this.context = context;
      this.scope = scope;
    }

    @Nullable Ir known(boolean isPrimed) {
      return isPrimed ? primed : unprimed;
    }

    void keep(boolean isPrimed, Ir ir) {
      if (isPrimed) {
        primed = ir;
      } else {
        unprimed = ir;
      }
    }
  }
}
