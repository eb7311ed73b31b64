/** Recorded runs of free-running code as files of one JSON object a line. */
@NullMarked
package org.mmucheck.log;

import org.jspecify.annotations.NullMarked;
