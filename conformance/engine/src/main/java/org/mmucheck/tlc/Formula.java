package org.mmucheck.tlc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Coverage.Part;

/**
 * A node of a module's semantic tree, as TLA+'s own parser sees it, with the place that it has in
 * the module's text.
 *
 * @param kind what the node is
 * @param name the operator's: as the parser calls a built-in one ({@code $ConjList}, {@code \cup}),
 *     as the module calls its own; the number or the string of a literal
 * @param level of what its value depends on
 * @param part where it is written; null where it is written nowhere
 * @param calls the definition that it is a call of; null if it is none
 * @param bounds the sets that a quantifier, a set or a function ranges over
 * @param operands in the order in which they are written
 */
public record Formula(
    Kind kind,
    String name,
    Level level,
    @Nullable Part part,
    @Nullable String calls,
    List<Formula> bounds,
    List<Formula> operands) {
  public Formula {
    bounds = List.copyOf(bounds);
    operands = List.copyOf(operands);
  }

  /** What a node is. */
  public enum Kind {
    /** An operator of TLA+ with its operands. */
    BUILT_IN,
    /** A definition, variable, constant or parameter with its arguments. */
    NAME,
    /** A number. */
    NUMBER,
    /** A string. */
    STRING,
    /** Local definitions, and behind them the body; or what an instance substitutes. */
    SCOPE,
    /** Anything else. */
    OTHER
  }

  /** What a value depends on, from little to much. */
  public enum Level {
    /** On constants. */
    CONSTANT,
    /** On a state. */
    STATE,
    /** On a step. */
    ACTION,
    /** On a behaviour. */
    TEMPORAL
  }

  /** Whether it is this operator of TLA+. */
  public boolean is(String builtIn) {
    return kind == Kind.BUILT_IN && name.equals(builtIn);
  }
}
