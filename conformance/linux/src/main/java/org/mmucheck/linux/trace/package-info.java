/** What a kernel's own tracer saw, told in the words of a spec. */
@NullMarked
package org.mmucheck.linux.trace;

import org.jspecify.annotations.NullMarked;
