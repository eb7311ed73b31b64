/** TLA+ values. */
@NullMarked
package org.mmucheck.value;

import org.jspecify.annotations.NullMarked;
