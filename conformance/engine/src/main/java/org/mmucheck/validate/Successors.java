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
  private final LinkedHashMap<State, Map<ActionInstance, List<State>>> known;

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
    Map<ActionInstance, List<State>> ofState = known.get(state);
    if (ofState == null) {
      ofState = new IdentityHashMap<>(); // the spec's own instances, whose hash is slow
      known.put(state, ofState);
      if (known.size() > keep) {
        known.remove(known.keySet().iterator().next());
      }
    }
    List<State> found = ofState.get(action);
    if (found == null) {
      evaluated++;
      found = spec.next(state, action);
      ofState.put(action, found);
    }
    return found;
  }

  /** How often TLC was asked. */
  long evaluated() {
    return evaluated;
  }
}
