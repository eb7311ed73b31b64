/** Switches off one ordering of a right design at a time, and looks at what breaks. */
@NullMarked
package org.mmucheck.ablation;

import org.jspecify.annotations.NullMarked;
