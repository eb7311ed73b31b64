/** Private and shared guest memory: faults against changes of the attribute. */
@NullMarked
package org.mmucheck.model.attribute;

import org.jspecify.annotations.NullMarked;
