/** Explores the states of a compiled model. */
@NullMarked
package org.mmucheck.compiled.explore;

import org.jspecify.annotations.NullMarked;
