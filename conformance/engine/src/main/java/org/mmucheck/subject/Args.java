package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** The arguments of the action that the code under test is to take. */
public final class Args {
  private final ActionInstance action;

  Args(ActionInstance action) {
    this.action = action;
  }

  /** How many there are. */
  public int size() {
    return action.args().size();
  }

  /**
   * The argument at {@code index}, from 0.
   *
   * @throws IllegalArgumentException if there are not so many
   */
  public Value value(int index) {
    List<Value> values = new ArrayList<>(action.args().values());
    if (index >= values.size()) {
      throw new BindingException(action + " has no argument " + index);
    }
    return values.get(index);
  }

  /**
   * The argument that the spec's definition names {@code name}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Value value(String name) {
    Value value = action.args().get(name);
    if (value == null) {
      throw new BindingException(
          action + " has no argument " + name + "; it has " + action.args().keySet());
    }
    return value;
  }

  /** A string or model value; see {@link #value(int)}. */
  public String text(int index) {
    return Convert.text("argument " + index + " of " + action, value(index));
  }

  /** A string or model value; see {@link #value(String)}. */
  public String text(String name) {
    return Convert.text("argument " + name + " of " + action, value(name));
  }

  /** An integer; see {@link #value(int)}. */
  public int integer(int index) {
    return Convert.integer("argument " + index + " of " + action, value(index));
  }

  /** An integer; see {@link #value(String)}. */
  public int integer(String name) {
    return Convert.integer("argument " + name + " of " + action, value(name));
  }

  /** A Boolean; see {@link #value(int)}. */
  public boolean flag(int index) {
    return Convert.flag("argument " + index + " of " + action, value(index));
  }

  /** A Boolean; see {@link #value(String)}. */
  public boolean flag(String name) {
    return Convert.flag("argument " + name + " of " + action, value(name));
  }

  /** As the spec writes the action. */
  @Override
  public String toString() {
    return action.toString();
  }
}
