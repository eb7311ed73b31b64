/** Behaviours of a spec with the actions that took each step. */
@NullMarked
package org.mmucheck.trace;

import org.jspecify.annotations.NullMarked;
