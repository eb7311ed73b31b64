package org.mmucheck.fuzz;

import java.util.List;

/** What a {@link ScheduleDriver} is asked for, and what it reports each schedule to. */
public interface Attempts {
  /** Schedules to run at most. */
  int tries();

  /** Determines every schedule. */
  long seed();

  /** Choices in one schedule at most. */
  int maxSteps();

  /**
   * Runs one schedule.
   *
   * @param habits a random number, not to be shrunk
   * @param choices what is done at each step; negative numbers try what the spec disables
   * @throws AssertionError if the schedule fails, always from the same place and of one type
   */
  void attempt(long habits, List<Integer> choices);
}
