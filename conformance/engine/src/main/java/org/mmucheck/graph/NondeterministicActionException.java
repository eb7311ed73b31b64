package org.mmucheck.graph;

import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/**
 * An action with its arguments leads from one state to several, so a trace cannot name its steps.
 */
public final class NondeterministicActionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param spec says where the action is written
   * @param next at least two states
   */
  public NondeterministicActionException(
      Spec spec, ActionInstance action, State from, List<State> next) {
    super(
        at(spec.place(action))
            + action
            + " leads to "
            + next.size()
            + " states, which differ in "
            + differences(from.vars(), next)
            + "; make the choice a parameter of the action");
  }

  private static String at(String place) {
    return place.isEmpty() ? "" : place + ": ";
  }

  private static String differences(List<String> vars, List<State> next) {
    return String.join(
        ", ",
        vars.stream()
            .filter(name -> next.stream().map(state -> state.value(name)).distinct().count() > 1)
            .toList());
  }
}
