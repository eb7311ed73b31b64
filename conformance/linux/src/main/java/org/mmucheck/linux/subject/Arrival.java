package org.mmucheck.linux.subject;

import org.mmucheck.linux.memory.Registers;

/**
 * Where a task has come to.
 *
 * @param step the step of the spec that it takes next, as the table of points names it; {@link
 *     #MARK} if it waits for a command
 */
record Arrival(String step, Registers registers) {
  /** The task is in the VMM and waits for a command. */
  static final String MARK = "mark";
}
