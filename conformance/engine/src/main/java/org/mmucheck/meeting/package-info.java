/** Which features of a module's models meet in one behaviour of a right design. */
@NullMarked
package org.mmucheck.meeting;

import org.jspecify.annotations.NullMarked;
