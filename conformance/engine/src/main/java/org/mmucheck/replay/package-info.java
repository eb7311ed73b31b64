/** Replays a trace of a spec on an implementation, step for step and state for state. */
@NullMarked
package org.mmucheck.replay;

import org.jspecify.annotations.NullMarked;
