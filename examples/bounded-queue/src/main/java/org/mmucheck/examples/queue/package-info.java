/** A bounded queue, as the spec {@code BoundedQueue.tla} has it. */
@NullMarked
package org.mmucheck.examples.queue;

import org.jspecify.annotations.NullMarked;
