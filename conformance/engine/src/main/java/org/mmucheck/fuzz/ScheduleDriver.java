package org.mmucheck.fuzz;

/**
 * Draws random schedules and shrinks the first that fails; jqwik's is the only one we have. A
 * {@link Fuzzer} finds it with {@link java.util.ServiceLoader}, so that the engine runs without
 * jqwik.
 */
public interface ScheduleDriver {
  /**
   * Draws schedules until one fails, and then smaller ones, each of which it attempts.
   *
   * @return whether no schedule failed
   * @throws IllegalStateException if the driver itself fails
   */
  boolean drive(Attempts attempts);
}
