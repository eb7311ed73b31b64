package org.mmucheck.tlc;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.spec.State;

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
 * @param errorTrace TLC's counterexample; null on success, and from a TLC of the user's
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

  TlcResult withProperty(String name) {
    return new TlcResult(
        result,
        name,
        distinctStates,
        generatedStates,
        depth,
        seconds,
        exitCode,
        errorTraceLength,
        errorTrace);
  }

  /**
   * @param states from an initial state on
   * @param loop for a lasso, the index of the state that follows the last one; the last state's own
   *     index where the behaviour stutters there for ever
   */
  public record Behaviour(List<State> states, OptionalInt loop) {
    public Behaviour {
      states = List.copyOf(states);
    }
  }
}
