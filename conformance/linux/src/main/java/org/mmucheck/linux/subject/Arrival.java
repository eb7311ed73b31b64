package org.mmucheck.linux.subject;

import org.mmucheck.linux.memory.Registers;

/**
 * Where a task has come to.
 *
 * @param step the step of the spec that it takes next, as the table of points names it; {@link
 *     #MARK} if it waits for a command; {@link #WRITTEN} if something has been written to
 * @param written what, for {@link #WRITTEN}
 */
record Arrival(String step, Registers registers, long written) {
  /** The task is in the VMM and waits for a command. */
  static final String MARK = "mark";

  /** A place that was waited for has been written to. */
  static final String WRITTEN = "written";

  Arrival(String step, Registers registers) {
    this(step, registers, 0);
  }
}
