/** Schedules drawn and shrunk by jqwik. */
@NullMarked
package org.mmucheck.jqwik;

import org.jspecify.annotations.NullMarked;
