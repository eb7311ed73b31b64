package org.mmucheck.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * The variables that a tool adds to those of the spec: Quint's {@code mbt::actionTaken} and {@code
 * mbt::nondetPicks}, which name the action of each step, and Apalache's and Quint's own, which
 * begin with two underscores. Of an action with an {@code any} within, Quint 0.33.1 names a branch,
 * or nothing, and a pick made before is missing.
 */
final class ToolVariables {
  private static final String ACTION = "mbt::actionTaken";
  private static final String PICKS = "mbt::nondetPicks";
  private static final String OWN = "__";

  private ToolVariables() {}

  /** The trace over the spec's variables, with Quint's labels as its steps' actions. */
  static Trace removed(Trace trace) {
    if (!trace.meta().model().isEmpty()) {
      return trace; // we add none
    }
    List<String> vars = trace.vars().stream().filter(name -> !isTools(name)).toList();
    if (vars.isEmpty() || vars.size() == trace.vars().size()) {
      return trace;
    }
    boolean isLabelled = trace.vars().contains(ACTION);
    List<Trace.Step> steps = new ArrayList<>();
    for (Trace.Step step : trace.steps()) {
      ActionInstance action = step.action();
      if (action == null && isLabelled && !steps.isEmpty()) {
        action = label(step.state());
      }
      Value[] values = vars.stream().map(step.state()::value).toArray(Value[]::new);
      steps.add(new Trace.Step(action, new State(vars, values)));
    }
    return new Trace(trace.meta(), vars, steps, trace.loop());
  }

  private static boolean isTools(String variable) {
    return variable.equals(ACTION) || variable.equals(PICKS) || variable.startsWith(OWN);
  }

  private static @Nullable ActionInstance label(State state) {
    if (!(state.value(ACTION) instanceof Value.Text(String action)) || action.isEmpty()) {
      return null;
    }
    Map<String, Value> args = new LinkedHashMap<>();
    if (state.vars().contains(PICKS) && state.value(PICKS) instanceof Value.Rec picks) {
      // They are in the order of the alphabet, which does not say who acts; numbers seldom do.
      Map<String, Value> numbers = new LinkedHashMap<>();
      picks.fields().forEach((name, option) -> pick(name, option, args));
      args.forEach(
          (name, value) -> {
            if (value instanceof Value.Int) {
              numbers.put(name, value);
            }
          });
      args.keySet().removeAll(numbers.keySet());
      args.putAll(numbers);
    }
    return new ActionInstance(action, args);
  }

  /** A pick is {@code Some(value)}, or {@code None} where this step made none. */
  private static void pick(String name, Value option, Map<String, Value> args) {
    if (option instanceof Value.Rec variant
        && Value.of("Some").equals(variant.fields().get("tag"))) {
      Value value = variant.fields().get("value");
      if (value != null) {
        args.put(name, value);
      }
    }
  }
}
