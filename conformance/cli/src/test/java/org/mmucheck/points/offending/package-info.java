/** A class that breaks the rule for points. */
@NullMarked
package org.mmucheck.points.offending;

import org.jspecify.annotations.NullMarked;
