package org.mmucheck.validate;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/**
 * TLC's own evaluation of the next-state relation, each question asked once as long as the answer
 * is kept. States of a log come back: a lock is taken and given back, a frame mapped and zapped.
 */
final class Successors {
  private final Spec spec;
  private final int keep;

  /** By state, least recently asked first. */
  private final LinkedHashMap<State, From> known;

  private long evaluated;

  /**
   * @param keep states whose successors are kept at most
   */
  Successors(Spec spec, int keep) {
    this.spec = spec;
    this.keep = keep;
    known = new LinkedHashMap<>(16, 0.75f, true);
  }

  List<State> of(State state, ActionInstance action) {
    return from(state).by(action);
  }

  /** What leaves one state, to be asked for one action after the other. */
  From from(State state) {
    From ofState = known.get(state);
    if (ofState == null) {
      ofState = new From(state);
      known.put(state, ofState);
      if (known.size() > keep) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return ofState;
  }

  /** The successors of one state, as far as they have been asked for. */
  final class From {
    private final State state;

    /** By the spec's own instances, whose hash is slow. */
    private final Map<ActionInstance, List<State>> found = new IdentityHashMap<>();

    private From(State state) {
      this.state = state;
    }

    List<State> by(ActionInstance action) {
      List<State> states = found.get(action);
      if (states == null) {
        evaluated++;
        states = spec.next(state, action);
        found.put(action, states);
      }
      return states;
    }
  }

  /** How often TLC was asked. */
  long evaluated() {
    return evaluated;
  }
}
