package org.mmucheck.fuzz;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fuzzing run, as the property that jqwik drives sees it. jqwik instantiates that property's
 * class itself, so the run is handed over by the thread that both share.
 */
final class FuzzRun {
  /** Thrown to tell jqwik that a schedule fails, always from the same place and with one type. */
  static final class ScheduleFailed extends AssertionError {
    private static final long serialVersionUID = 1L;

    ScheduleFailed(String detail) {
      super(detail);
    }
  }

  /** Schedules that jqwik may try in shrinking: a number, since a time would not be repeatable. */
  private static final int SHRINKS = 100;

  private static final ThreadLocal<@Nullable FuzzRun> CURRENT = new ThreadLocal<>();

  private final ScheduleRunner runner;
  private final int tries;
  private final long seed;
  private final int maxSteps;
  private int tried;
  private long steps;
  private int shrinks;
  private @Nullable Outcome failing;
  private @Nullable RuntimeException fault;

  FuzzRun(ScheduleRunner runner, int tries, long seed, int maxSteps) {
    this.runner = runner;
    this.tries = tries;
    this.seed = seed;
    this.maxSteps = maxSteps;
  }

  static FuzzRun current() {
    FuzzRun run = CURRENT.get();
    if (run == null) {
      throw new IllegalStateException("this property runs within a Fuzzer only");
    }
    return run;
  }

  /** Makes this the run of the calling thread while {@code body} runs. */
  void during(Runnable body) {
    CURRENT.set(this);
    try {
      body.run();
    } finally {
      CURRENT.remove();
    }
  }

  int tries() {
    return tries;
  }

  long seed() {
    return seed;
  }

  /** Attempts in one schedule at most. */
  int maxSteps() {
    return maxSteps;
  }

  /** Schedules run, up to and including the first that failed. */
  int tried() {
    return tried;
  }

  /** Attempts made in these. */
  long steps() {
    return steps;
  }

  /** The shortest failing schedule so far; null if none failed. */
  @Nullable Outcome failing() {
    return failing;
  }

  /** What the spec or the adapter itself threw, which is no result. */
  @Nullable RuntimeException fault() {
    return fault;
  }

  /** Runs one schedule; after the first that fails, those by which jqwik shrinks it. */
  void attempt(long habits, List<Integer> choices) {
    if (fault != null || shrinks >= SHRINKS) {
      // jqwik has no way to stop. If all schedules fail it is soon down to the empty one and done;
      // if all passed it would go through every smaller schedule. Its result is not what we take.
      throw new ScheduleFailed("enough");
    }
    Outcome outcome;
    try {
      outcome = runner.run(habits, choices);
    } catch (RuntimeException e) {
      fault = e;
      throw new ScheduleFailed("no result");
    }
    Outcome known = failing;
    if (known == null) {
      tried++;
      steps += outcome.moves().size();
      if (outcome.failure() == null) {
        // Only here, so that jqwik shrinks the first that fails with the habits that it had.
        runner.remember(outcome);
      }
    } else {
      shrinks++;
    }
    boolean fails = known == null ? outcome.failure() != null : outcome.failsLike(known);
    if (fails) {
      if (known == null || outcome.moves().size() < known.moves().size()) {
        failing = outcome;
      }
      throw new ScheduleFailed(outcome.detail());
    }
  }
}
