package org.mmucheck.kvm;

import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** The arguments of an action by their place. */
final class Arguments {
  private Arguments() {}

  /**
   * @throws IllegalArgumentException if the action has fewer
   */
  static Value at(ActionInstance action, int index) {
    int before = index;
    for (Value argument : action.args().values()) {
      if (before-- == 0) {
        return argument;
      }
    }
    throw new IllegalArgumentException(action + " lacks an argument");
  }

  /**
   * @throws IllegalArgumentException if the argument is no integer
   */
  static int integer(ActionInstance action, int index) {
    if (at(action, index) instanceof Value.Int number) {
      return (int) number.value();
    }
    throw new IllegalArgumentException(action + " has an argument that is no integer");
  }
}
