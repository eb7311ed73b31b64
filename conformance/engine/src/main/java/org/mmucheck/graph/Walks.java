package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.mmucheck.trace.Trace;

/**
 * Behaviours of a spec, taken from its state graph: to be replayed where the whole graph would take
 * too long. Each goes on, and never back to a state that it has been in, until it cannot. Of the
 * ways on it takes one that no behaviour has taken before, if there is one, else any; which of
 * several is drawn. So a few of them take most of what the spec can do.
 */
public final class Walks {
  private final TransitionGraph graph;
  private final Random random;
  private final BitSet taken;

  private Walks(TransitionGraph graph, long seed) {
    this.graph = graph;
    this.random = new Random(seed);
    this.taken = new BitSet(graph.transitions());
  }

  /**
   * Some behaviours; the same for the same graph and seed.
   *
   * @param most how many to draw; those that take nothing new are left out
   */
  public static List<List<Trace.Step>> of(TransitionGraph graph, int most, long seed) {
    Walks walks = new Walks(graph, seed);
    List<List<Trace.Step>> all = new ArrayList<>();
    for (int walk = 0; walk < most; walk++) {
      int before = walks.taken.cardinality();
      List<Trace.Step> steps = walks.next();
      if (walks.taken.cardinality() > before) {
        all.add(steps);
      }
    }
    return all;
  }

  private List<Trace.Step> next() {
    int state = random.nextInt(graph.initialStates());
    BitSet visited = new BitSet(graph.size());
    List<Trace.Step> steps = new ArrayList<>();
    steps.add(new Trace.Step(null, graph.state(state)));
    while (true) {
      visited.set(state);
      int transition = draw(state, visited);
      if (transition < 0) {
        return steps;
      }
      taken.set(transition);
      state = graph.target(transition);
      steps.add(new Trace.Step(graph.actions().get(graph.label(transition)), graph.state(state)));
    }
  }

  /** A way on; -1 if there is none. */
  private int draw(int state, BitSet visited) {
    List<Integer> fresh = new ArrayList<>();
    List<Integer> known = new ArrayList<>();
    for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
      if (!visited.get(graph.target(t))) {
        (taken.get(t) ? known : fresh).add(t);
      }
    }
    List<Integer> from = fresh.isEmpty() ? known : fresh;
    return from.isEmpty() ? -1 : from.get(random.nextInt(from.size()));
  }
}
