package org.mmucheck.tlc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/** A spec that also evaluates the properties that speak of initial states and of steps. */
public interface TlcSpec extends Spec {
  /**
   * The configuration's properties, and the parts of them that have a name of their own, that
   * {@link #holds} evaluates: {@code INVARIANT P}, or {@code PROPERTY []P}.
   */
  Set<String> stateProperties();

  /** The configuration's properties that have a part about the initial states only. */
  Set<String> initialProperties();

  /** The configuration's properties that have a part {@code [][A]_v}. */
  Set<String> stepProperties();

  /** The configuration's properties that have a part that only infinite behaviours can break. */
  Set<String> temporalProperties();

  /** Whether the part of {@code property} about initial states holds in {@code state}. */
  boolean initiallyHolds(String property, State state);

  /** Whether the part {@code [][A]_v} of {@code property} allows the step. */
  boolean stepHolds(String property, State from, State to);

  /**
   * What of an action's guard is FALSE in a state; empty if the action is enabled there.
   *
   * @throws IllegalArgumentException if the spec has no such action
   */
  Optional<Refusal> refusal(State state, ActionInstance action);

  /**
   * Whether an infinite behaviour is fair, as the specification formula demands, and breaks the
   * part of {@code property} that only infinite behaviours can break. That each step is one of the
   * spec is not asked.
   *
   * @param property one of {@link #temporalProperties}; no other is broken so
   * @param states the behaviour up to where it repeats
   * @param loop the index of the state that follows the last one
   */
  boolean breaksForEver(String property, List<State> states, int loop);

  /** Whether the configuration makes a state without successors an error. */
  boolean checksDeadlock();
}
