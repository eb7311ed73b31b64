package org.mmucheck.graph;

import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/**
 * The reachable states of a spec, numbered from 0, and every transition between them with the
 * action that takes it, self-loops and parallel transitions included. The transitions out of one
 * state are numbered one after the other.
 */
public interface TransitionGraph {
  /** The number of states. */
  int size();

  /** The number of transitions. */
  int transitions();

  /** The initial states are those numbered below this. */
  int initialStates();

  /** The action instances, sorted; a transition's label is an index of this list. */
  List<ActionInstance> actions();

  State state(int number);

  /** {@link State#contentHash} of a state. */
  default long contentHash(int state) {
    return state(state).contentHash();
  }

  /** The first transition out of a state; of the state after the last, {@link #transitions()}. */
  int firstTransition(int state);

  /** Where a transition leads. */
  int target(int transition);

  /** Which action takes a transition. */
  int label(int transition);
}
