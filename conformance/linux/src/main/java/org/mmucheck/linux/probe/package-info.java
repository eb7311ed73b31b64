/** What a kernel's own tracer is asked to tell, and how it is told to. */
@NullMarked
package org.mmucheck.linux.probe;

import org.jspecify.annotations.NullMarked;
