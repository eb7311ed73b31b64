package org.mmucheck.subject;

import java.util.List;
import org.mmucheck.spec.ActionInstance;

/**
 * Action instances by number, with what a kind of subject knows about each of them. One index
 * serves all subjects that an adapter starts with the same constants.
 */
public class ActionIndex {
  private final List<ActionInstance> actions;

  protected ActionIndex(List<ActionInstance> actions) {
    this.actions = List.copyOf(actions);
  }

  /** The action instances; an action's number is its index. */
  public final List<ActionInstance> actions() {
    return actions;
  }

  /**
   * Who takes an action, as a number that two actions share if one task takes both; -1 for none.
   */
  public int actor(int number) {
    return -1;
  }

  public final ActionInstance get(int number) {
    return actions.get(number);
  }
}
