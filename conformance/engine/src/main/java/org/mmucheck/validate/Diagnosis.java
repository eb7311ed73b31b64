package org.mmucheck.validate;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** Why an event is no step of any state of the set. */
final class Diagnosis {
  private static final int SHOWN = 8;
  private static final int STEPS = 12;

  private final Spec spec;
  private final Successors successors;
  private final Collection<Explained> reached;
  private final LogEvent event;

  /**
   * @param reached every state that explains all that has ended before the event
   */
  Diagnosis(Spec spec, Successors successors, Collection<Explained> reached, LogEvent event) {
    this.spec = spec;
    this.successors = successors;
    this.reached = reached;
    this.event = event;
  }

  Unexplained of(int states) {
    Explained longest = longest();
    return new Unexplained(
        event, states, nearest(), allowed(longest.state()), longest.lastSteps(STEPS));
  }

  /** Of the states that can be left by the event but for its values the first, else any. */
  private Explained longest() {
    return reached.stream()
        .max(Comparator.comparingInt(this::fit).thenComparingInt(at -> Long.bitCount(at.taken())))
        .orElseThrow(() -> new IllegalStateException("no state comes before " + event));
  }

  /** How many of the event's values the best of its steps has, and one more for being enabled. */
  private int fit(Explained at) {
    int best = 0;
    for (ActionInstance step : event.steps()) {
      for (State state : successors.of(at.state(), step)) {
        int right = (int) event.after().stream().filter(fact -> fact.holdsIn(state)).count();
        best = Math.max(best, 1 + right);
      }
    }
    return best;
  }

  private List<String> nearest() {
    Set<String> said = new TreeSet<>();
    boolean isEnabled = false;
    for (Explained at : reached) {
      for (ActionInstance step : event.steps()) {
        for (State state : successors.of(at.state(), step)) {
          isEnabled = true;
          event.after().stream()
              .filter(fact -> !fact.holdsIn(state))
              .forEach(fact -> said.add(differs(step, fact, fact.in(state))));
        }
      }
    }
    if (!isEnabled) {
      said.add(
          Verdict.joined(event.steps())
              + (event.steps().size() == 1 ? " is" : " are")
              + " disabled in "
              + (reached.size() == 1 ? "the only state" : "all " + reached.size() + " states")
              + " that the log up to here allows");
    }
    return said.stream().limit(SHOWN).toList();
  }

  private static String differs(ActionInstance step, Fact fact, @Nullable Value spec) {
    return step
        + " leaves "
        + fact.place()
        + " = "
        + (spec == null ? "nothing there" : spec)
        + " in the spec, "
        + fact.value()
        + " in the log";
  }

  /** What the event's task can do there; what anybody can if the spec does not know the task. */
  private List<String> allowed(State state) {
    Value task = Value.of(event.task());
    boolean isKnown = spec.actions().stream().anyMatch(action -> action.args().containsValue(task));
    return spec.actions().stream()
        .filter(action -> !isKnown || action.args().containsValue(task))
        .filter(action -> !successors.of(state, action).isEmpty())
        .map(Objects::toString)
        .limit(SHOWN)
        .toList();
  }
}
