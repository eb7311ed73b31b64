/**
 * A TLA+ spec as the rest of the project sees it: states, action instances and their evaluation.
 */
@NullMarked
package org.mmucheck.spec;

import org.jspecify.annotations.NullMarked;
