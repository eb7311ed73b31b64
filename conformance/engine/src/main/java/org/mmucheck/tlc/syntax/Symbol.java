package org.mmucheck.tlc.syntax;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an operator's name stands for; the same object wherever it stands for the same. */
public sealed interface Symbol {
  /** As the parser calls it. */
  String name();

  /**
   * An operator of TLA+, or of a standard module.
   *
   * @param name {@code $ConjList}, {@code \in}, {@code Cardinality}
   */
  record BuiltIn(String name) implements Symbol {}

  /** A constant or a variable that a module declares. */
  final class Declared implements Symbol {
    private final String name;
    private final int arity;
    private final boolean isVariable;

    public Declared(String name, int arity, boolean isVariable) {
      this.name = name;
      this.arity = arity;
      this.isVariable = isVariable;
    }

    @Override
    public String name() {
      return name;
    }

    public int arity() {
      return arity;
    }

    /** Whether it is a variable, not a constant. */
    public boolean isVariable() {
      return isVariable;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A parameter of a definition, or what a quantifier binds. */
  final class Param implements Symbol {
    private final String name;
    private final int arity;

    public Param(String name, int arity) {
      this.name = name;
      this.arity = arity;
    }

    @Override
    public String name() {
      return name;
    }

    public int arity() {
      return arity;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A definition of a module or of a LET. */
  final class Defined implements Symbol {
    private final String name;
    private final List<Param> params;
    private final boolean isRecursive;
    private @Nullable Expr body;

    public Defined(String name, List<Param> params, boolean isRecursive) {
      this.name = name;
      this.params = List.copyOf(params);
      this.isRecursive = isRecursive;
    }

    @Override
    public String name() {
      return name;
    }

    public List<Param> params() {
      return params;
    }

    /** Whether it was announced by RECURSIVE. */
    public boolean isRecursive() {
      return isRecursive;
    }

    public Expr body() {
      return Objects.requireNonNull(body, name);
    }

    /** Once, by who reads the module: a definition may speak of itself. */
    public void define(Expr meaning) {
      body = meaning;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
