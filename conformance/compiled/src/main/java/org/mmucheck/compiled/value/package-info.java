/**
 * Values of TLA+ for the compiled engine, each of which is one object, however often it is
 * computed.
 */
@NullMarked
package org.mmucheck.compiled.value;

import org.jspecify.annotations.NullMarked;
