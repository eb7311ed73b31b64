/** Whether a recorded run of free-running code is a behaviour of a spec. */
@NullMarked
package org.mmucheck.validate;

import org.jspecify.annotations.NullMarked;
