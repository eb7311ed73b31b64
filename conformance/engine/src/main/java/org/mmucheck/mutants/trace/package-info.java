/** Single changes of traces: what replay must not take for a trace of the spec. */
@NullMarked
package org.mmucheck.mutants.trace;

import org.jspecify.annotations.NullMarked;
