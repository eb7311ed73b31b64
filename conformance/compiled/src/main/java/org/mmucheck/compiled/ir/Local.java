package org.mmucheck.compiled.ir;

import org.jspecify.annotations.Nullable;

/**
 * What a quantifier binds, or an expression that is evaluated at most once, when it is first
 * needed.
 */
public final class Local {
  private final String name;
  private final @Nullable Ir value;

  /**
   * @param value what it stands for; null for what a quantifier, a CHOOSE or a parameter binds
   */
  public Local(String name, @Nullable Ir value) {
    this.name = name;
    this.value = value;
  }

  public @Nullable Ir value() {
    return value;
  }

  @Override
  public String toString() {
    return name;
  }
}
