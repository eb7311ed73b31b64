package org.mmucheck.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;

/**
 * Finds steps of a counterexample that it does not need: the others, taken alone in their order
 * from the same initial state, are a behaviour of the spec and break the same property. TLC
 * evaluates each of them; nothing is concluded from the spec's text. So a step is left out only if
 * no other step that is shown depends on it, and the violation does not either. Of several such
 * sets it finds one that cannot be made larger by leaving out one more step and what cannot be
 * taken without it.
 *
 * <p>The shortest counterexample of a safety property, which TLC finds breadth first, has none.
 * Those of other searches often do: random ones, depth first, of many workers, recorded ones.
 */
final class Needless {
  /** Each step that is tried costs an evaluation of all later ones. */
  private static final int MOST_STEPS = 300;

  private final TlcSpec spec;
  private final List<State> states;
  private final List<ActionInstance> actions; // that of step n at n - 1
  private final Predicate<List<State>> isBroken;

  private Needless(
      TlcSpec spec,
      List<State> states,
      List<ActionInstance> actions,
      Predicate<List<State>> isBroken) {
    this.spec = spec;
    this.states = states;
    this.actions = actions;
    this.isBroken = isBroken;
  }

  /**
   * The numbers of the steps, from 1; none for an infinite behaviour, or if a step has no name.
   *
   * @param states of the trace, in the spec's order of variables
   * @param isBroken whether a finite behaviour breaks the property that the trace names
   */
  static SortedSet<Integer> of(
      Trace trace, List<State> states, TlcSpec spec, Predicate<List<State>> isBroken) {
    List<ActionInstance> actions = new ArrayList<>();
    for (Trace.Step step : trace.steps().subList(1, trace.steps().size())) {
      if (step.action() == null || !spec.actions().contains(step.action())) {
        return new TreeSet<>();
      }
      actions.add(step.action());
    }
    if (trace.loop().isPresent() || actions.size() > MOST_STEPS) {
      return new TreeSet<>();
    }
    return new Needless(spec, states, actions, isBroken).find();
  }

  private SortedSet<Integer> find() {
    SortedSet<Integer> without = new TreeSet<>();
    for (int step = actions.size() - 1; step >= 1; step--) { // the last one breaks the property
      if (!without.contains(step)) {
        SortedSet<Integer> tried = new TreeSet<>(without);
        tried.add(step);
        SortedSet<Integer> all = leftOut(tried);
        without = all == null ? without : all;
      }
    }
    return without;
  }

  /**
   * Takes the other steps; one that is not enabled without these is left out as well.
   *
   * @return all that are left out; null if what is left does not break the property with the last
   *     step
   */
  private @Nullable SortedSet<Integer> leftOut(SortedSet<Integer> without) {
    SortedSet<Integer> all = new TreeSet<>(without);
    List<State> behaviour = new ArrayList<>(List.of(states.getFirst()));
    for (int step = 1; step <= actions.size(); step++) {
      if (all.contains(step)) {
        continue;
      }
      State next = nearest(spec.next(behaviour.getLast(), actions.get(step - 1)), step);
      if (next != null) {
        behaviour.add(next);
      } else if (step == actions.size()) {
        return null;
      } else {
        all.add(step);
      }
    }
    return isBroken.test(behaviour) ? all : null;
  }

  /** Of several states that an action leads to, the one most like that of the trace. */
  private @Nullable State nearest(List<State> next, int step) {
    State original = states.get(step);
    State nearest = null;
    int most = -1;
    for (State each : next) {
      int same = 0;
      for (int i = 0; i < spec.vars().size(); i++) {
        same += Objects.equals(each.value(i), original.value(i)) ? 1 : 0;
      }
      if (same > most) {
        most = same;
        nearest = each;
      }
    }
    return nearest;
  }

  /** Where no spec is at hand: steps that change no variable. */
  static SortedSet<Integer> unchanging(Trace trace) {
    SortedSet<Integer> steps = new TreeSet<>();
    if (trace.loop().equals(OptionalInt.empty())) {
      for (int i = 1; i < trace.steps().size(); i++) {
        if (trace.steps().get(i).state().equals(trace.steps().get(i - 1).state())) {
          steps.add(i);
        }
      }
    }
    return steps;
  }
}
