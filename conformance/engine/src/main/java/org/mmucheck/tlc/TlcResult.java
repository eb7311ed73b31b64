package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * TLC's verdict on one model.
 *
 * @param result how the run ended
 * @param property the violated property; null for success and deadlock, and for a liveness failure
 *     of a configuration with several temporal properties, of which TLC names none
 * @param distinctStates different states found
 * @param generatedStates states computed, repeated ones included
 * @param depth states on the longest path of the search; exact with one worker only
 * @param seconds the run's time, parsing not included
 * @param exitCode TLC's exit code
 * @param errorTraceLength the number of states of TLC's counterexample; 0 on success
 * @param errorTrace TLC's counterexample; null on success
 */
public record TlcResult(
    Model.Result result,
    @Nullable String property,
    long distinctStates,
    long generatedStates,
    int depth,
    double seconds,
    int exitCode,
    int errorTraceLength,
    @Nullable Behaviour errorTrace) {

  /**
   * @param states from an initial state on
   * @param actions for each state what led to it, as far as it is known: an action's name, and such
   *     of its arguments as TLC can tell apart; null for the first
   * @param closing what leads from the last state to that of {@code loop}; null if nothing does
   * @param loop for a lasso, the index of the state that follows the last one; the last state's own
   *     index where the behaviour stutters there for ever
   */
  public record Behaviour(
      List<State> states,
      List<@Nullable ActionInstance> actions,
      @Nullable ActionInstance closing,
      OptionalInt loop) {
    public Behaviour {
      states = List.copyOf(states);
      actions = Collections.unmodifiableList(new ArrayList<>(actions));
      if (actions.size() != states.size()) {
        throw new IllegalArgumentException(
            states.size() + " states, " + actions.size() + " labels");
      }
    }

    /**
     * The behaviour as a trace. A cycle ends with a copy of its first state, so that the trace
     * names the step that closes it; behind that copy it goes on as behind the first. An end that
     * stutters for ever loops to itself.
     */
    Trace trace(Trace.Meta meta) {
      List<Trace.Step> steps = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        steps.add(new Trace.Step(actions.get(i), states.get(i)));
      }
      boolean isCycle = loop.isPresent() && loop.getAsInt() < states.size() - 1;
      if (isCycle) {
        steps.add(new Trace.Step(closing, states.get(loop.getAsInt())));
      }
      return new Trace(
          meta,
          states.getFirst().vars(),
          steps,
          isCycle ? OptionalInt.of(loop.getAsInt() + 1) : loop);
    }
  }
}
