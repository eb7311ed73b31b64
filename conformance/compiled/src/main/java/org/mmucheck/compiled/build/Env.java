package org.mmucheck.compiled.build;

import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.syntax.Symbol;

/** What symbols stand for; grows by copying. */
final class Env {
  static final Env EMPTY = new Env(null, null, null, false);

  private final @Nullable Env outer;
  private final @Nullable Symbol symbol;
  private final @Nullable Binding binding;
  private final boolean isInstance;

  private Env(
      @Nullable Env outer, @Nullable Symbol symbol, @Nullable Binding binding, boolean isInstance) {
    this.outer = outer;
    this.symbol = symbol;
    this.binding = binding;
    this.isInstance = isInstance;
  }

  Env with(Symbol name, Binding meaning) {
    return new Env(this, name, meaning, isInstance);
  }

  /** The same, inside an instance: what definitions mean depends on what it substitutes. */
  Env inInstance() {
    return new Env(this, null, null, true);
  }

  boolean isInstance() {
    return isInstance;
  }

  @Nullable Binding find(Symbol name) {
    for (Env env = this; env != null; env = env.outer) {
      if (env.symbol == name) {
        return env.binding;
      }
    }
    return null;
  }
}
