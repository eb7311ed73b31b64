package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcResult.Behaviour;

/**
 * Behaviours drawn at random from a model that is too large to be explored. In each state all
 * enabled action instances are equally likely. It looks at each state and step for what a finite
 * behaviour can break, and tells of what it has seen, since that nothing was wrong there shows
 * nothing of the rest.
 */
final class Simulation {
  private static final int MOST_DISTINCT = 1_000_000; // so that it runs on in bounded memory
  private static final int EVERY = 1_000;
  private static final double NANOS = 1e9;
  private static final int DEADLOCK = 11;
  private static final int SAFETY = 12;

  private final TlcSpec spec;
  private final TlcOptions options;
  private final Simulating simulating;
  private final Random random;
  private final long start = System.nanoTime();
  private final ActionInstance[] actions;
  private final Set<State> distinct = new HashSet<>();
  private final Set<String> taken = new TreeSet<>();
  private final List<String> predicates = new ArrayList<>();
  private long traces;
  private long states;
  private int longest;

  Simulation(TlcSpec spec, TlcOptions options, Simulating simulating) {
    this.spec = spec;
    this.options = options;
    this.simulating = simulating;
    this.random = new Random(simulating.seed());
    this.actions = spec.actions().toArray(ActionInstance[]::new);
    predicates.addAll(spec.invariants());
    spec.properties().stream().filter(spec.stateProperties()::contains).forEach(predicates::add);
  }

  /**
   * Draws behaviours until one breaks something.
   *
   * @return what it breaks, with that behaviour
   * @throws UnfinishedException if none does; it tells what they covered
   * @throws InterruptedException if the calling thread is interrupted
   */
  TlcResult run() throws InterruptedException {
    List<State> initial = spec.initialStates();
    while (!initial.isEmpty() && traces < simulating.traces() && !isOver()) {
      traces++;
      Walk walk = new Walk(initial.get(random.nextInt(initial.size())));
      @Nullable TlcResult broken = walk.go();
      if (broken != null) {
        return broken;
      }
    }
    throw UnfinishedException.simulated(covered(), progress());
  }

  private boolean isOver() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return options.limits().isReached(progress());
  }

  private TlcProgress progress() {
    return new TlcProgress(states, distinct.size(), 0, (System.nanoTime() - start) / NANOS);
  }

  /** What it has seen, in words. */
  private String covered() {
    Set<String> all = ActionInstance.names(spec.actions());
    Set<String> never = new TreeSet<>(all);
    never.removeAll(taken);
    Set<String> unlooked = spec.temporalProperties();
    return String.format(
        Locale.ROOT,
        "%,d traces of up to %,d steps, %,d states, %s%,d of them different; %d of %d actions"
            + " taken%s%s",
        traces,
        longest,
        states,
        distinct.size() < MOST_DISTINCT ? "" : "at least ",
        distinct.size(),
        all.size() - never.size(),
        all.size(),
        never.isEmpty() ? "" : ", never " + String.join(", ", never),
        unlooked.isEmpty()
            ? ""
            : "; not looked at: "
                + String.join(", ", unlooked)
                + ", which only infinite ones break");
  }

  private void see(State state) {
    states++;
    if (distinct.size() < MOST_DISTINCT) {
      distinct.add(state);
    }
    if (states % EVERY == 0) {
      options.progress().accept(progress());
    }
  }

  /** One behaviour. */
  private final class Walk {
    private final List<State> states = new ArrayList<>();
    private final List<@Nullable ActionInstance> labels = new ArrayList<>();

    Walk(State initial) {
      states.add(initial);
      labels.add(null);
      see(initial);
    }

    /** Goes on until something is broken; null if nothing is. */
    @Nullable TlcResult go() throws InterruptedException {
      State at = states.getFirst();
      for (String property : spec.initialProperties()) {
        if (!spec.initiallyHolds(property, at)) {
          return broken(Result.SAFETY_FAILURE, property, SAFETY);
        }
      }
      for (int step = 0; true; step++) {
        for (String predicate : predicates) {
          if (!spec.holds(predicate, at)) {
            return broken(Result.SAFETY_FAILURE, predicate, SAFETY);
          }
        }
        if (step == simulating.depth() || isOver()) {
          return null;
        }
        @Nullable State next = step(at);
        if (next == null) {
          return spec.checksDeadlock() ? broken(Result.DEADLOCK, null, DEADLOCK) : null;
        }
        longest = Math.max(longest, step + 1);
        for (String property : spec.stepProperties()) {
          if (!spec.stepHolds(property, at, next)) {
            return broken(Result.SAFETY_FAILURE, property, SAFETY);
          }
        }
        at = next;
      }
    }

    /** Of the actions in any order the first that is enabled; null if none is. */
    private @Nullable State step(State from) {
      Collections.shuffle(Arrays.asList(actions), random);
      for (ActionInstance action : actions) {
        List<State> next = spec.next(from, action);
        if (!next.isEmpty()) {
          State to = next.get(random.nextInt(next.size()));
          states.add(to);
          labels.add(action);
          taken.add(action.action());
          see(to);
          return to;
        }
      }
      return null;
    }

    private TlcResult broken(Result result, @Nullable String property, int exitCode) {
      return new TlcResult(
          result,
          property,
          distinct.size(),
          Simulation.this.states,
          states.size(),
          progress().seconds(),
          exitCode,
          states.size(),
          new Behaviour(states, labels, null, OptionalInt.empty()));
    }
  }
}
