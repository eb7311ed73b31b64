package org.mmucheck.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;
import org.mmucheck.trace.TraceVariables;
import org.mmucheck.value.Value;

/**
 * Follows a behaviour along the spec: each step is the one action instance, of those that fit what
 * the tool calls it, that leads from state to state; the states are the spec's own.
 */
final class Follower {
  private static final int MOST_NAMED = 6;

  private final String file;
  private final TlcSpec spec;
  private final String model;
  private final boolean isNamed; // whether a step's label must be an action of the spec

  Follower(String file, TlcSpec spec, String model) {
    this.file = file;
    this.spec = spec;
    this.model = model;
    this.isNamed = !spec.actions().isEmpty();
  }

  Trace follow(Told told) {
    requireVariables(told.vars());
    List<Trace.Step> steps = new ArrayList<>();
    steps.add(new Trace.Step(null, initial(told.steps().getFirst())));
    for (Told.Step step : told.steps().subList(1, told.steps().size())) {
      steps.add(next(steps.getLast().state(), step.position(), step.label(), step.shows()));
    }
    OptionalInt loop = close(told, steps);
    return new Trace(told.meta(), spec.vars(), steps, loop);
  }

  private void requireVariables(List<String> vars) {
    TraceVariables.problem(vars, spec.vars(), model)
        .ifPresent(
            problem -> {
              throw new InputException(file, "vars", problem);
            });
  }

  private State initial(Told.Step told) {
    return spec.initialStates().stream()
        .filter(told.shows())
        .findFirst()
        .orElseThrow(
            () -> new InputException(file, told.position(), "is no initial state of " + model));
  }

  private Trace.Step next(
      State from, String position, @Nullable ActionInstance label, Predicate<State> shows) {
    List<ActionInstance> candidates =
        label == null
            ? spec.actions()
            : spec.actions().stream().filter(action -> fits(label, action)).toList();
    if (candidates.isEmpty()) {
      if (isNamed && label != null && isAction(label.action())) {
        throw new InputException(file, position, model + " has no action instance " + label);
      }
      candidates = spec.actions(); // the name of a disjunction, or of a tool's own
    }
    Map<ActionInstance, State> leading = new LinkedHashMap<>();
    for (ActionInstance action : candidates) {
      spec.next(from, action).stream()
          .filter(shows)
          .findFirst()
          .ifPresent(to -> leading.put(action, to));
    }
    if (leading.isEmpty()) {
      throw new InputException(file, position, none(from, label, candidates));
    }
    if (leading.size() > 1) {
      throw new InputException(file, position, several(leading));
    }
    Map.Entry<ActionInstance, State> only = leading.entrySet().iterator().next();
    return new Trace.Step(only.getKey(), only.getValue());
  }

  private boolean isAction(String name) {
    return spec.actions().stream().anyMatch(action -> action.action().equals(name));
  }

  /** Whether the instance may be what a tool calls so; it need not name every argument. */
  private static boolean fits(ActionInstance label, ActionInstance action) {
    if (!label.action().equals(action.action())) {
      return false;
    }
    List<Value> inOrder = List.copyOf(action.args().values());
    for (Map.Entry<String, Value> arg : label.args().entrySet()) {
      Value own = action.args().get(arg.getKey());
      if (own == null && arg.getKey().matches("[1-9]\\d?")) {
        int position = Integer.parseInt(arg.getKey());
        own = position <= inOrder.size() ? inOrder.get(position - 1) : null;
      }
      if (own != null && isPlain(arg.getValue()) && !own.equals(arg.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Of other values, the kind that a tool wrote need not be the spec's. */
  private static boolean isPlain(Value value) {
    return value instanceof Value.Text || value instanceof Value.Int || value instanceof Value.Bool;
  }

  private String none(State from, @Nullable ActionInstance label, List<ActionInstance> candidates) {
    if (label == null || candidates.size() == spec.actions().size()) {
      return "no action of " + model + " leads here from the state before";
    }
    boolean isEnabled = candidates.stream().anyMatch(action -> !spec.next(from, action).isEmpty());
    return isEnabled
        ? label + " leads to another state in " + model
        : label + " is not enabled in the state before in " + model;
  }

  private static String several(Map<ActionInstance, State> leading) {
    return leading.keySet().stream()
            .limit(MOST_NAMED)
            .map(ActionInstance::toString)
            .collect(Collectors.joining(", "))
        + (leading.size() > MOST_NAMED ? ", and more," : "")
        + " lead here from the state before; name the one that is meant in #meta.action and"
        + " #meta.args";
  }

  /** Adds the step that closes a cycle, as our own traces have it. */
  private OptionalInt close(Told told, List<Trace.Step> steps) {
    int last = steps.size() - 1;
    if (told.loop().isEmpty() || told.loop().getAsInt() == last) {
      return told.loop();
    }
    int loop = told.loop().getAsInt();
    State end = steps.get(last).state();
    if (loop > 0 && steps.get(loop - 1).state().equals(end)) {
      return told.loop();
    }
    State first = Objects.requireNonNull(steps.get(loop)).state();
    steps.add(next(end, "loop", told.closing(), first::equals));
    return OptionalInt.of(loop + 1);
  }
}
