/** Free-running threads, and the log of what they did. */
@NullMarked
package org.mmucheck.record;

import org.jspecify.annotations.NullMarked;
