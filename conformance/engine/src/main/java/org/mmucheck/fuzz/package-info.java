/**
 * Runs random schedules of an implementation, with the spec as the oracle. jqwik draws the
 * schedules and shrinks them; what a schedule means and what it must show is apart from jqwik, in
 * {@link org.mmucheck.fuzz.ScheduleRunner} and {@link org.mmucheck.fuzz.Oracle}.
 */
@NullMarked
package org.mmucheck.fuzz;

import org.jspecify.annotations.NullMarked;
