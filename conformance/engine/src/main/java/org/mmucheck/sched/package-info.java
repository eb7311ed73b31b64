/**
 * Runs the tasks of an implementation under test one step at a time.
 *
 * <p>Each task is an {@link org.mmucheck.sched.Actor} on a virtual thread of its own. The code
 * under test parks at named points; one controller chooses who runs to the next point. At most one
 * of them runs at any time, so a schedule is a list of choices and nothing else.
 */
@NullMarked
package org.mmucheck.sched;

import org.jspecify.annotations.NullMarked;
