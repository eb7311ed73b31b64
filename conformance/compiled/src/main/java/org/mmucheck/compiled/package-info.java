/** A second engine beside TLC: compiles a model to bytecode and explores it by all cores. */
@NullMarked
package org.mmucheck.compiled;

import org.jspecify.annotations.NullMarked;
