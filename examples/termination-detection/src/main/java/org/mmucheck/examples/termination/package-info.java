/** Finds out whether all nodes of a ring have come to rest: Safra's token, from EWD 998. */
@NullMarked
package org.mmucheck.examples.termination;

import org.jspecify.annotations.NullMarked;
