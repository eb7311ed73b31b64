/** The accessed and dirty bits of a leaf SPTE, and what they tell of the page. */
@NullMarked
package org.mmucheck.model.bits;

import org.jspecify.annotations.NullMarked;
