package org.mmucheck.spec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.mmucheck.value.ContentHash;
import org.mmucheck.value.Value;

/** One state: a value for each variable of a spec, in the order of the spec's declarations. */
public final class State {
  /** Of states of one spec: variable by variable, in the order of the declarations. */
  public static final Comparator<State> ORDER = State::compare;

  private final List<String> vars;
  private final Value[] values;

  /** 0 until it is asked for. Threads that race for it compute the same. */
  private int hash;

  /**
   * @param vars the variables' names; the same list instance is shared by all states of one spec
   */
  public State(List<String> vars, Value... values) {
    if (vars.size() != values.length) {
      throw new IllegalArgumentException(vars.size() + " variables, " + values.length + " values");
    }
    this.vars = vars;
    this.values = values.clone();
  }

  private static int compare(State a, State b) {
    for (int i = 0; i < a.values.length; i++) {
      int order = a.values[i].compareTo(b.values[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  public List<String> vars() {
    return vars;
  }

  public Value value(int variable) {
    return values[variable];
  }

  /**
   * @throws IllegalArgumentException if the spec has no such variable
   */
  public Value value(String variable) {
    int at = vars.indexOf(variable);
    if (at < 0) {
      throw new IllegalArgumentException("no variable " + variable + " among " + vars);
    }
    return values[at];
  }

  /** This state with one value replaced. */
  public State with(String variable, Value value) {
    Value[] copy = values.clone();
    copy[Objects.checkIndex(vars.indexOf(variable), vars.size())] = value;
    return new State(vars, copy);
  }

  /**
   * The same state with its variables in another order.
   *
   * @throws IllegalArgumentException if they are not the same variables
   */
  public State inOrder(List<String> order) {
    if (order.size() != vars.size()) {
      throw new IllegalArgumentException("the variables are " + vars + ", not " + order);
    }
    return new State(order, order.stream().map(this::value).toArray(Value[]::new));
  }

  /** A 64-bit hash of the values, the same in every run. */
  public long contentHash() {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += ContentHash.variable(i, ContentHash.of(values[i]));
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof State that
            && hashCode() == that.hashCode()
            && vars.equals(that.vars)
            && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(values);
      hash = known;
    }
    return known;
  }

  /** As TLC prints a state: one conjunct a line. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      out.append(i == 0 ? "" : "\n")
          .append("/\\ ")
          .append(vars.get(i))
          .append(" = ")
          .append(values[i]);
    }
    return out.toString();
  }
}
