package org.mmucheck.tlc.syntax;

import java.util.List;

/** An expression of a module, as the parser understood it. */
public sealed interface Expr {
  /** Where it is written: {@code NotifierFault.tla:412:5}; empty for what is written nowhere. */
  String place();

  /** A whole number. */
  record Number(int value, String place) implements Expr {}

  /**
   * A string.
   *
   * @param rank TLC's order of texts, which decides what CHOOSE chooses
   */
  record Text(String text, int rank, String place) implements Expr {}

  /**
   * A model value of the configuration.
   *
   * @param rank as of {@link Text}
   */
  record ModelValue(String name, int rank, String place) implements Expr {}

  /**
   * An operator with its operands. Of {@code $Except}, {@code $Case} and the like the operands are
   * {@code $Pair}s; the guard of OTHER is {@code $Other}.
   */
  record Apply(Symbol operator, List<Expr> args, List<Bound> bounds, String place) implements Expr {
    public Apply {
      args = List.copyOf(args);
      bounds = List.copyOf(bounds);
    }
  }

  /** An operator that is an operand itself. */
  record OperatorArgument(Symbol operator, String place) implements Expr {}

  /** Local definitions and what they are for. */
  record Let(List<Symbol.Defined> definitions, Expr body, String place) implements Expr {
    public Let {
      definitions = List.copyOf(definitions);
    }
  }

  /** A formula of an instance, with what stands for the constants and variables of its module. */
  record Instance(List<Substitution> substitutions, Expr body, String place) implements Expr {
    public Instance {
      substitutions = List.copyOf(substitutions);
    }
  }

  /** What stands for a constant or a variable of a module that has been instantiated. */
  record Substitution(Symbol.Declared symbol, Expr value) {}

  /**
   * What a quantifier, a set or a function ranges over.
   *
   * @param params the names; several with {@code isTuple} take a tuple apart
   */
  record Bound(List<Symbol.Param> params, boolean isTuple, Expr set) {
    public Bound {
      params = List.copyOf(params);
    }
  }
}
