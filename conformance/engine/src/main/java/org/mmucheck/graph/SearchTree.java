package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * The states that a search has reached, numbered in the order of their arrival, each with the step
 * that reached it first. If the search is breadth first, the paths are shortest.
 */
public final class SearchTree {
  private static final int NONE = -1;

  private final List<ActionInstance> actions;
  private final StateTable states;
  private final Ints origins = new Ints();
  private final Ints labels = new Ints();

  /**
   * @param actions what labels steps; a label is an index of this list
   */
  public SearchTree(List<String> vars, List<ActionInstance> actions) {
    this.actions = List.copyOf(actions);
    this.states = new StateTable(vars);
  }

  public List<ActionInstance> actions() {
    return actions;
  }

  /** The number of states reached. */
  public int size() {
    return states.size();
  }

  public State get(int number) {
    return states.get(number);
  }

  /** Reaches an initial state; whether it is new. */
  public boolean reach(State initial) {
    return reach(initial, NONE, NONE);
  }

  /** Reaches a state by one step; whether it is new. */
  public boolean reach(State state, int from, int label) {
    if (states.add(state) < origins.size()) {
      return false;
    }
    origins.add(from);
    labels.add(label);
    return true;
  }

  /** The steps by which the search reached the state. */
  public List<Trace.Step> pathTo(int number) {
    List<Trace.Step> path = new ArrayList<>();
    for (int at = number; at != NONE; at = origins.get(at)) {
      int label = labels.get(at);
      path.add(new Trace.Step(label == NONE ? null : actions.get(label), states.get(at)));
    }
    Collections.reverse(path);
    return path;
  }
}
