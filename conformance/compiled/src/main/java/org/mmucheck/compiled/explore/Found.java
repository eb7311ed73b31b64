package org.mmucheck.compiled.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.value.Val;

/**
 * What an exploration found.
 *
 * @param verdict how it ended
 * @param property the property that broke, or what could not be evaluated; null otherwise
 * @param distinct different states
 * @param generated states computed, repeated ones included
 * @param depth states on the longest shortest way from an initial state
 * @param stateDigest a sum over the different states, the same however they are explored
 * @param edgeDigest a sum over the different steps, each with its action; 0 where it was not asked
 *     for
 * @param setBytes what the set of states took
 * @param seconds of the exploration alone
 * @param length the number of states of a shortest behaviour that fails; 0 if nothing did
 * @param behaviour that behaviour; empty where it was not asked for
 */
public record Found(
    Verdict verdict,
    @Nullable String property,
    long distinct,
    long generated,
    int depth,
    long stateDigest,
    long edgeDigest,
    long setBytes,
    double seconds,
    int length,
    List<Val[]> behaviour) {

  /** How an exploration ends. */
  public enum Verdict {
    SUCCESS,
    SAFETY_FAILURE,
    /** A step, or the initial state, is not as a property wants it. */
    STEP_FAILURE,
    DEADLOCK,
    ERROR,
    /** It gave up: there were too many states. */
    UNFINISHED
  }
}
