package org.mmucheck.conform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.subject.LeftThread;

/**
 * What became of the conformance check of one model.
 *
 * @param states the spec's reachable states
 * @param transitions the spec's transitions
 * @param pairs states times action instances
 * @param taken transitions that the code has taken, to the same state as the spec
 * @param refusedByControl disabled pairs that need no code to be refused: the task is elsewhere
 * @param refusedAttempted disabled pairs that the code was asked for, and refused
 * @param hiddenStates states of the spec in which the code was found in more than one
 * @param hidden the one of them with the shortest second way; null if there is none
 * @param steps all steps that the code took to get about
 * @param exhausted false if the hidden states were too many to explore to their end
 * @param divergence the one that shows after the fewest steps; null if there is none
 * @param seconds the time that it took, without model checking
 * @param left threads that the code has started itself and not ended; no fault by themselves
 */
public record ConformReport(
    int states,
    int transitions,
    long pairs,
    long taken,
    long refusedByControl,
    long refusedAttempted,
    int hiddenStates,
    @Nullable Hidden hidden,
    long steps,
    boolean exhausted,
    @Nullable Divergence divergence,
    double seconds,
    List<LeftThread> left) {
  public ConformReport {
    left = List.copyOf(left);
  }

  /** Of code that has left no thread behind. */
  public ConformReport(
      int states,
      int transitions,
      long pairs,
      long taken,
      long refusedByControl,
      long refusedAttempted,
      int hiddenStates,
      @Nullable Hidden hidden,
      long steps,
      boolean exhausted,
      @Nullable Divergence divergence,
      double seconds) {
    this(
        states,
        transitions,
        pairs,
        taken,
        refusedByControl,
        refusedAttempted,
        hiddenStates,
        hidden,
        steps,
        exhausted,
        divergence,
        seconds,
        List.of());
  }

  /** Of code that breaks down, so that no more was asked of it. */
  static ConformReport broken(TransitionGraph graph, int actions, Divergence divergence) {
    return new ConformReport(
        graph.size(),
        graph.transitions(),
        (long) graph.size() * actions,
        0,
        0,
        0,
        0,
        null,
        0,
        false,
        divergence,
        0);
  }

  /** Whether code and spec are bisimilar within the model's bounds. */
  public boolean conforms() {
    return divergence == null && hiddenStates == 0;
  }

  /** {@code conforms}, {@code diverges} or {@code hidden}. */
  public String verdict() {
    if (divergence != null) {
      return "diverges";
    }
    return hiddenStates == 0 ? "conforms" : "hidden";
  }

  /** All disabled pairs that were refused. */
  public long refused() {
    return refusedByControl + refusedAttempted;
  }

  /** Steps taken for each transition that had to be. */
  public double stretch() {
    return transitions == 0 ? 0 : (double) steps / transitions;
  }

  /** The one line that says it all. */
  public String line(String model) {
    return ("%s: %d states, %d (state, action) pairs: %d enabled and taken,"
            + " %d disabled and refused, %d hidden")
        .formatted(model, states, pairs, taken, refused(), hiddenStates);
  }

  /** The report with a divergence that the run behind it did not see. */
  ConformReport with(Divergence seen) {
    return new ConformReport(
        states,
        transitions,
        pairs,
        taken,
        refusedByControl,
        refusedAttempted,
        hiddenStates,
        hidden,
        steps,
        exhausted,
        seen,
        seconds);
  }

  /** The report with its duration, and what is left of the code. */
  ConformReport ended(double duration, List<LeftThread> threads) {
    return new ConformReport(
        states,
        transitions,
        pairs,
        taken,
        refusedByControl,
        refusedAttempted,
        hiddenStates,
        hidden,
        steps,
        exhausted,
        divergence,
        duration,
        threads);
  }
}
