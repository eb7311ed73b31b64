/** Replays a trace of a spec on an implementation, step for step and state for state. */
package org.mmucheck.replay;
