package org.mmucheck.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Model;
import org.mmucheck.diff.Change;
import org.mmucheck.diff.Changes;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;
import org.mmucheck.trace.TraceVariables;
import org.mmucheck.value.Value;

/**
 * How far a design follows a trace of another one: where the designs part.
 *
 * @param steps how many steps it takes as the trace does
 * @param refusal why it does not take the next one so; empty if it takes all
 */
record Parting(int steps, String refusal) {
  private static final int MOST_REASONS = 2;
  private static final String NOT_ASKED = "cannot be asked";

  /**
   * Takes the trace's steps in the design's spec, as far as it goes.
   *
   * @param bounds the trace's model, whose sizes and budgets stay: a rule of the design is a
   *     BOOLEAN constant or a string, as in a replay on another design
   */
  static Parting of(Trace trace, Model bounds, Model design) {
    if (!bounds.module().equals(design.module())) {
      return new Parting(0, "is one of another module, " + design.module());
    }
    try (TlcSpec spec = Specs.openAsItIs(withDesignOf(bounds, design))) {
      return of(trace, spec);
    } catch (TlcException e) {
      return new Parting(0, NOT_ASKED + ": " + e.getMessage());
    }
  }

  private static Parting of(Trace trace, TlcSpec spec) {
    if (TraceVariables.problem(trace.vars(), spec.vars(), "").isPresent()) {
      return new Parting(0, "has other variables");
    }
    List<State> states =
        trace.steps().stream().map(step -> step.state().inOrder(spec.vars())).toList();
    if (!spec.initialStates().contains(states.getFirst())) {
      return new Parting(0, "does not begin in that state");
    }
    for (int i = 1; i < states.size(); i++) {
      String refusal = refusal(spec, states.get(i - 1), trace.steps().get(i), states.get(i));
      if (!refusal.isEmpty()) {
        return new Parting(i - 1, refusal);
      }
    }
    return new Parting(states.size() - 1, "");
  }

  /**
   * Where a trace leaves the spec of its own model; empty if it does not, or if nobody can say.
   *
   * @param file where the trace comes from, for messages
   * @throws InputException if it is over other variables
   */
  static String departure(String file, Trace trace, Model model) {
    try (TlcSpec spec = Specs.openAsItIs(model)) {
      TraceVariables.problem(trace.vars(), spec.vars(), "module " + model.module())
          .ifPresent(
              problem -> {
                throw new InputException(
                    file,
                    "vars",
                    problem + "; without #meta.model and --as it is told as it stands");
              });
      // What an inductive step starts from is not where a run begins.
      return model.induction() == null ? of(trace, spec).departure(model.name()) : "";
    } catch (TlcException e) {
      return "";
    }
  }

  /** Of a trace held against its own model: that it is no behaviour of it; empty if it is one. */
  private String departure(String model) {
    return refusal.isEmpty() || refusal.startsWith(NOT_ASKED)
        ? ""
        : "is no behaviour of "
            + model
            + ", which "
            + (steps == 0 ? "" : "after step " + steps + " ")
            + refusal;
  }

  private static Model withDesignOf(Model bounds, Model design) {
    String text = ConfigText.of(bounds).withRulesOf(ConfigText.of(design)).text();
    return bounds.with(bounds.name(), text).build();
  }

  private static String refusal(TlcSpec spec, State from, Trace.Step step, State to) {
    ActionInstance action = step.action();
    if (action == null || !spec.actions().contains(action)) {
      return action == null ? NOT_ASKED + ": the step has no name" : "has no action " + action;
    }
    List<State> next = spec.next(from, action);
    if (next.contains(to)) {
      return "";
    }
    if (next.isEmpty()) {
      return "refuses "
          + action
          + spec.refusal(from, action).map(Parting::reasons).map(why -> ": " + why).orElse("");
    }
    List<String> other = new ArrayList<>();
    for (String name : spec.vars()) {
      for (Change change : Changes.between(name, to.value(name), next.getFirst().value(name))) {
        other.add(
            change.before() == null || change.after() == null
                ? change.toString()
                : change.path() + " is " + change.after() + ", not " + change.before());
      }
    }
    return "takes " + action + " to another state: " + String.join("; ", other);
  }

  private static String reasons(Refusal refusal) {
    List<Refusal> leaves = new ArrayList<>();
    leaves(refusal, leaves);
    return leaves.stream()
        .limit(MOST_REASONS)
        .map(Parting::reason)
        .collect(Collectors.joining("; "));
  }

  private static void leaves(Refusal refusal, List<Refusal> into) {
    if (refusal.parts().isEmpty()) {
      into.add(refusal);
    }
    refusal.parts().forEach(part -> leaves(part, into));
  }

  private static String reason(Refusal refusal) {
    String values =
        refusal.values().entrySet().stream()
            .map(each -> each.getKey() + " is " + each.getValue())
            .collect(Collectors.joining(", "));
    return (refusal.place().isEmpty() ? "" : refusal.place() + " ")
        + refusal.text()
        + " is FALSE"
        + (values.isEmpty() ? "" : ", " + values);
  }

  /**
   * As a reader is told.
   *
   * @param design what the design is called
   * @param trace what the trace is called
   */
  String sentence(String design, String trace) {
    if (refusal.isEmpty()) {
      return "The design of " + design + " takes every step of " + trace + ".";
    }
    return "The design of "
        + design
        + (steps == 0
            ? " "
            : " takes the first "
                + (steps == 1 ? "" : steps + " ")
                + "of "
                + trace
                + "'s steps, then it ")
        + refusal
        + ".";
  }

  /** The constants in which two models differ, each with both values. */
  static List<String> differences(Model a, Model b) {
    Map<String, Value> ofA = constants(a);
    Map<String, Value> ofB = constants(b);
    List<String> rules = new ArrayList<>();
    List<String> sizes = new ArrayList<>();
    ofA.forEach(
        (name, value) -> {
          Value other = ofB.get(name);
          if (other != null && !other.equals(value)) {
            (value instanceof Value.Bool ? rules : sizes)
                .add(name + " is " + value + " in A, " + other + " in B");
          }
        });
    List<String> differences = new ArrayList<>();
    if (!rules.isEmpty()) {
      differences.add(String.join("; ", rules) + ".");
    }
    if (!sizes.isEmpty()) {
      differences.add(
          String.join("; ", sizes) + ". Each design is asked at the sizes of the other's trace.");
    }
    return differences;
  }

  private static Map<String, Value> constants(Model model) {
    try (TlcSpec spec = Specs.openAsItIs(model)) {
      return spec.constants();
    } catch (TlcException e) {
      return Map.of();
    }
  }
}
