package org.mmucheck.graph;

import java.util.List;
import java.util.function.IntConsumer;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/**
 * Every reachable state of a spec and every transition with the action that takes it, self-loops
 * and parallel transitions included. States are numbered as a breadth-first search over sorted
 * initial states and sorted actions meets them, so the numbers depend on the spec alone.
 */
public final class StateGraph implements TransitionGraph {
  private final StateTable states;
  private final List<ActionInstance> actions;
  private final int initial;
  private final Ints firstTransition; // of each state, and one past the last
  private final Ints targets;
  private final Ints labels;

  private volatile long[] hashes = {}; // filled when one is asked for

  private StateGraph(
      StateTable states,
      List<ActionInstance> actions,
      int initial,
      Ints firstTransition,
      Ints targets,
      Ints labels) {
    this.states = states;
    this.actions = actions;
    this.initial = initial;
    this.firstTransition = firstTransition;
    this.targets = targets;
    this.labels = labels;
  }

  /**
   * Explores {@code spec} to the end.
   *
   * @throws NondeterministicActionException if an action leads from one state to several
   */
  public static StateGraph of(Spec spec) {
    StateTable states = new StateTable(spec.vars());
    List<ActionInstance> actions = spec.actions();
    spec.initialStates().forEach(states::add);
    int initial = states.size();
    Ints first = new Ints();
    Ints targets = new Ints();
    Ints labels = new Ints();
    for (int from = 0; from < states.size(); from++) {
      first.add(targets.size());
      State state = states.get(from);
      for (int label = 0; label < actions.size(); label++) {
        List<State> next = spec.next(state, actions.get(label));
        if (next.size() > 1) {
          throw new NondeterministicActionException(spec, actions.get(label), state, next);
        }
        if (!next.isEmpty()) {
          targets.add(states.add(next.get(0)));
          labels.add(label);
        }
      }
    }
    first.add(targets.size());
    return new StateGraph(states, actions, initial, first, targets, labels);
  }

  @Override
  public int size() {
    return states.size();
  }

  @Override
  public int transitions() {
    return targets.size();
  }

  @Override
  public int initialStates() {
    return initial;
  }

  @Override
  public List<ActionInstance> actions() {
    return actions;
  }

  @Override
  public State state(int number) {
    return states.get(number);
  }

  @Override
  public long contentHash(int number) {
    if (hashes.length == 0) {
      long[] all = new long[size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = states.get(i).contentHash();
      }
      hashes = all;
    }
    return hashes[number];
  }

  /** The number of a reachable state, or -1. */
  public int find(State state) {
    return states.find(state);
  }

  /** Gives the transitions out of a state, which are numbered one after the other. */
  public void forEachTransition(int state, IntConsumer transition) {
    for (int i = firstTransition.get(state); i < firstTransition.get(state + 1); i++) {
      transition.accept(i);
    }
  }

  @Override
  public int firstTransition(int state) {
    return firstTransition.get(state);
  }

  @Override
  public int target(int transition) {
    return targets.get(transition);
  }

  @Override
  public int label(int transition) {
    return labels.get(transition);
  }

  /** Where the action leads from the state, or -1 where it is disabled. */
  public int successor(int state, int action) {
    for (int i = firstTransition.get(state); i < firstTransition.get(state + 1); i++) {
      if (labels.get(i) == action) {
        return targets.get(i);
      }
    }
    return -1;
  }
}
