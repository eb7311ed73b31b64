package org.mmucheck.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.trace.Trace;

/**
 * What a trace says of itself that is not so: the property that it names is not broken where it
 * says, or it was made from other files than those that are here.
 */
final class Doubts {
  /** What a trace names in place of a property if its last state has no successor. */
  private static final String DEADLOCK = "deadlock";

  private final String file;
  private final Trace trace;
  private final Model model;
  private final TlcSpec spec;
  private final List<State> states;
  private final List<String> found = new ArrayList<>();

  private Doubts(String file, Trace trace, Model model, TlcSpec spec) {
    this.file = file;
    this.trace = trace;
    this.model = model;
    this.spec = spec;
    this.states = trace.steps().stream().map(step -> step.state().inOrder(spec.vars())).toList();
  }

  /**
   * @param file the trace's file, for messages
   * @param trace a behaviour of {@code model}, whose spec is open
   * @throws InputException if the module has no such property
   */
  static List<String> of(String file, Trace trace, Model model, TlcSpec spec) {
    Doubts doubts = new Doubts(file, trace, model, spec);
    doubts.origin();
    doubts.claim(trace.meta().property());
    return List.copyOf(doubts.found);
  }

  /**
   * Whether a trace that code does not follow is a behaviour of its spec at all, so far.
   *
   * @param last the step that the code does not follow
   */
  static List<String> ofSteps(String file, Trace trace, Model model, TlcSpec spec, int last) {
    Doubts doubts = new Doubts(file, trace, model, spec);
    doubts.steps(last);
    return List.copyOf(doubts.found);
  }

  private void steps(int last) {
    if (!spec.initialStates().contains(states.getFirst())) {
      found.add("is no behaviour of " + model.name() + ": it begins in no initial state");
      return;
    }
    for (int i = 1; i <= Math.min(last, states.size() - 1); i++) {
      ActionInstance action = trace.steps().get(i).action();
      if (action != null && !isStep(states.get(i - 1), action, states.get(i))) {
        found.add(
            "is no behaviour of "
                + model.name()
                + ": step "
                + i
                + " is not what "
                + action
                + " does there");
        return;
      }
    }
  }

  private boolean isStep(State from, ActionInstance action, State to) {
    return spec.actions().contains(action) && spec.next(from, action).contains(to);
  }

  /** A trace that names a model says what it was made from. */
  private void origin() {
    Trace.Meta said = trace.meta();
    if (!said.model().equals(model.name())) {
      return;
    }
    Trace.Meta own = TraceMetas.of(model, "", "");
    String again = "; `check " + model.name() + " --traces DIR` makes it anew";
    if (differ(said.moduleSha256(), own.moduleSha256())) {
      found.add(
          "was made from another " + model.module() + ".tla than the one that is here" + again);
    }
    if (differ(said.configSha256(), own.configSha256())) {
      found.add("was made from another configuration of " + model.name() + again);
    }
    String due = model.expected().property();
    if (due != null && differ(said.property(), due)) {
      found.add("names " + said.property() + ", but " + model.name() + " is to break " + due);
    }
  }

  /** Whether both are known and not the same. */
  private static boolean differ(String said, String own) {
    return !said.isEmpty() && !said.equals(own);
  }

  private void claim(String property) {
    if (property.isEmpty()) {
      if (states.size() == 1) {
        found.add("takes no step and names no property, and so shows nothing");
      }
    } else if (property.equals(DEADLOCK)) {
      deadlock();
    } else if (spec.temporalProperties().contains(property) && trace.loop().isPresent()) {
      if (!spec.breaksForEver(property, states, trace.loop().getAsInt())) {
        found.add("does not break " + property + " by what it repeats for ever, or is not fair");
      }
    } else {
      finite(property);
    }
  }

  private void deadlock() {
    State last = states.getLast();
    Optional<ActionInstance> enabled =
        spec.actions().stream().filter(action -> !spec.next(last, action).isEmpty()).findFirst();
    if (trace.loop().isPresent()) {
      found.add("has a loop, but after a deadlock nothing happens any more");
    }
    enabled.ifPresent(action -> found.add("ends in no deadlock: " + action + " is enabled there"));
  }

  private void finite(String property) {
    List<Integer> broken = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      if (isBrokenAt(property, i)) {
        broken.add(i);
      }
    }
    int last = states.size() - 1;
    boolean byStep = spec.stepProperties().contains(property);
    if (!broken.contains(last)) {
      found.add(
          spec.temporalProperties().contains(property) && !byStep
              ? "has no loop, and only an infinite behaviour can break " + property
              : (byStep ? "the last step satisfies " : "the last state satisfies ") + property);
    } else if (broken.getFirst() < last) {
      found.add(property + " is broken already in " + at(broken.getFirst()));
    } else if (trace.loop().isPresent()) {
      found.add("has a loop, but its last state breaks " + property + " already");
    }
  }

  /** What the model checks, of which one may be meant. */
  private String meant(String property) {
    List<String> checked =
        Stream.concat(spec.invariants().stream(), spec.properties().stream()).toList();
    return EditDistance.nearest(property, checked)
        .map(near -> "; did you mean " + near + "?")
        .orElse(
            "; "
                + model.name()
                + " checks "
                + (checked.isEmpty() ? "no property" : String.join(", ", checked)));
  }

  private static String at(int index) {
    return index == 0 ? "the initial state" : "step " + index;
  }

  /** Whether the behaviour up to this state breaks it, and by this state or the step to it. */
  private boolean isBrokenAt(String property, int index) {
    if (!spec.properties().contains(property) || spec.stateProperties().contains(property)) {
      try {
        if (!spec.holds(property, states.get(index))) {
          return true;
        }
      } catch (IllegalArgumentException e) {
        throw new InputException(file, "#meta.property", e.getMessage() + meant(property));
      }
    }
    if (index == 0) {
      return spec.initialProperties().contains(property)
          && !spec.initiallyHolds(property, states.getFirst());
    }
    return spec.stepProperties().contains(property)
        && !spec.stepHolds(property, states.get(index - 1), states.get(index));
  }
}
