/** Says in what two values differ, element by element, as TLA+ writes the elements. */
@NullMarked
package org.mmucheck.diff;

import org.jspecify.annotations.NullMarked;
