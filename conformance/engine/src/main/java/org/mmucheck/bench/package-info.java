/** Measures what the project promises, each beside what it is compared with. */
@NullMarked
package org.mmucheck.bench;

import org.jspecify.annotations.NullMarked;
