package org.mmucheck.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One fuzzing run: the schedules that a driver attempts, and what came of them. */
final class FuzzRun implements Attempts {
  /** Thrown to tell the driver that a schedule fails, always of one type. */
  static final class ScheduleFailed extends AssertionError {
    private static final long serialVersionUID = 1L;

    ScheduleFailed(String detail) {
      super(detail);
    }
  }

  /**
   * Schedules that the driver may try in shrinking: a number, since a time would not be repeatable.
   */
  private static final int SHRINKS = 100;

  /** When it is first told how far schedules have come, in steps; then after ten times as many. */
  private static final long FIRST_REACH = 100;

  private final ScheduleRunner runner;
  private final int tries;
  private final long seed;
  private final int maxSteps;
  private int tried;
  private long steps;
  private long nextReach = FIRST_REACH;
  private final List<Reach> reach = new ArrayList<>();
  private int shrinks;
  private @Nullable Outcome failing;
  private @Nullable RuntimeException fault;

  FuzzRun(ScheduleRunner runner, int tries, long seed, int maxSteps) {
    this.runner = runner;
    this.tries = tries;
    this.seed = seed;
    this.maxSteps = maxSteps;
  }

  @Override
  public int tries() {
    return tries;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public int maxSteps() {
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

  /** How far the schedules had come, and have come now. */
  List<Reach> reach() {
    List<Reach> all = new ArrayList<>(reach);
    runner
        .reach(steps)
        .filter(now -> all.isEmpty() || all.getLast().steps() < now.steps())
        .ifPresent(all::add);
    return all;
  }

  /** The shortest failing schedule so far; null if none failed. */
  @Nullable Outcome failing() {
    return failing;
  }

  /** What the spec or the adapter itself threw, which is no result. */
  @Nullable RuntimeException fault() {
    return fault;
  }

  /** {@inheritDoc} After the first that fails, those by which the driver shrinks it. */
  @Override
  public void attempt(long habits, List<Integer> choices) {
    boolean endless = failing != null && failing.isEndless();
    if (fault != null || shrinks >= SHRINKS || endless) {
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
        if (steps >= nextReach) {
          runner.reach(steps).ifPresent(reach::add);
          nextReach *= 10;
        }
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
