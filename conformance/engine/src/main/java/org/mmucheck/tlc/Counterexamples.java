package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.graph.PartialGraph;
import org.mmucheck.graph.SearchTree;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * Counterexamples that depend on nothing but the spec: not on TLC's workers, fingerprints or
 * version. Of the shortest violating behaviours each search returns the one whose initial state,
 * and then whose actions, come first in sorted order.
 */
public final class Counterexamples {
  private Counterexamples() {}

  /**
   * The shortest behaviour that breaks {@code property}, which the configuration lists or which is
   * a state predicate of the module; empty if there is none.
   *
   * @throws IllegalArgumentException if no finite behaviour can break it
   */
  public static Optional<List<Trace.Step>> shortest(Spec spec, String property) {
    Violation violation = Violation.of(spec, property);
    for (State state : spec.initialStates()) {
      if (violation.bySoleState.test(state)) {
        return Optional.of(List.of(new Trace.Step(null, state)));
      }
    }
    return search(spec, violation.byState, violation.byStep, false);
  }

  /**
   * As {@link #shortest(Spec, String)}, from what a breadth-first search has recorded, which saves
   * the evaluation of all steps but the last ones.
   *
   * @param part recorded by a search that broke the property first in a behaviour of {@code length}
   *     states, with one thread
   */
  static Optional<List<Trace.Step>> shortest(
      Spec spec, String property, PartialGraph part, int length) {
    if (length < 2) {
      return shortest(spec, property);
    }
    Violation violation = Violation.of(spec, property);
    PartialGraph.Level level = part.level(length - 2);
    Set<State> good = new HashSet<>();
    for (int from = 0; from < level.size(); from++) {
      State state = level.state(from);
      for (ActionInstance action : spec.actions()) {
        State to = successor(spec, state, action);
        if (to == null) {
          continue;
        }
        if (violation.byStep.test(state, to) || (good.add(to) && violation.byState.test(to))) {
          List<Trace.Step> path = level.pathTo(from);
          path.add(new Trace.Step(action, to));
          return Optional.of(path);
        }
      }
    }
    return Optional.empty();
  }

  /** As {@link #shortest(Spec, String)}, from what TLC explored while it watched the property. */
  static Optional<List<Trace.Step>> shortest(PartialGraph explored, Watched.Broken broken) {
    int length = broken.result().errorTraceLength();
    return explored.level(length - 2).firstInto(broken.states()::get);
  }

  /** The shortest behaviour to a state without successors; empty if there is none. */
  public static Optional<List<Trace.Step>> deadlock(Spec spec) {
    return search(spec, state -> false, (from, to) -> false, true);
  }

  /**
   * The states of {@code behaviour}, each with the first action in sorted order that leads to it
   * from its predecessor.
   *
   * @throws IllegalArgumentException if it is no behaviour of the spec
   */
  public static List<Trace.Step> labelled(Spec spec, List<State> behaviour) {
    if (behaviour.isEmpty() || !spec.initialStates().contains(behaviour.get(0))) {
      throw new IllegalArgumentException("a behaviour begins in an initial state");
    }
    List<Trace.Step> steps = new ArrayList<>();
    steps.add(new Trace.Step(null, behaviour.get(0)));
    for (int i = 1; i < behaviour.size(); i++) {
      steps.add(
          new Trace.Step(
              actionBetween(spec, behaviour.get(i - 1), behaviour.get(i)), behaviour.get(i)));
    }
    return steps;
  }

  /**
   * What a finite behaviour does that breaks a property.
   *
   * @param bySoleState the behaviour is this initial state
   * @param byState it gets to this state
   * @param byStep it takes this step
   */
  private record Violation(
      Predicate<State> bySoleState, Predicate<State> byState, BiPredicate<State, State> byStep) {

    static Violation of(Spec spec, String property) {
      if (!(spec instanceof TlcSpec tlc) || isPredicate(tlc, property)) {
        return new Violation(
            state -> false, state -> !spec.holds(property, state), (from, to) -> false);
      }
      boolean inInitial = tlc.initialProperties().contains(property);
      boolean inSteps = tlc.stepProperties().contains(property);
      if (!inInitial && !inSteps) {
        throw new IllegalArgumentException(property + " is broken by infinite behaviours only");
      }
      return new Violation(
          state -> inInitial && !tlc.initiallyHolds(property, state),
          state -> false,
          (from, to) -> inSteps && !tlc.stepHolds(property, from, to));
    }

    private static boolean isPredicate(TlcSpec spec, String property) {
      return spec.stateProperties().contains(property) || !spec.properties().contains(property);
    }
  }

  private static ActionInstance actionBetween(Spec spec, State from, State to) {
    for (ActionInstance action : spec.actions()) {
      if (spec.next(from, action).contains(to)) {
        return action;
      }
    }
    throw new IllegalArgumentException("no action leads from\n" + from + "\nto\n" + to);
  }

  private static Optional<List<Trace.Step>> search(
      Spec spec, Predicate<State> bad, BiPredicate<State, State> badStep, boolean deadlock) {
    SearchTree tree = new SearchTree(spec.vars(), spec.actions());
    for (State state : spec.initialStates()) {
      if (tree.reach(state) && bad.test(state)) {
        return Optional.of(tree.pathTo(tree.size() - 1));
      }
    }
    for (int from = 0; from < tree.size(); from++) {
      State state = tree.get(from);
      boolean stuck = true;
      for (int action = 0; action < tree.actions().size(); action++) {
        State to = successor(spec, state, tree.actions().get(action));
        if (to == null) {
          continue;
        }
        stuck = false;
        if (badStep.test(state, to)) {
          List<Trace.Step> path = tree.pathTo(from);
          path.add(new Trace.Step(tree.actions().get(action), to));
          return Optional.of(path);
        }
        if (tree.reach(to, from, action) && bad.test(to)) {
          return Optional.of(tree.pathTo(tree.size() - 1));
        }
      }
      if (stuck && deadlock) {
        return Optional.of(tree.pathTo(from));
      }
    }
    return Optional.empty();
  }

  private static @Nullable State successor(Spec spec, State state, ActionInstance action) {
    List<State> next = spec.next(state, action);
    if (next.size() > 1) {
      throw new NondeterministicActionException(spec, action, state, next);
    }
    return next.isEmpty() ? null : next.get(0);
  }
}
