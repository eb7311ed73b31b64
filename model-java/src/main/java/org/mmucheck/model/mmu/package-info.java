/** The TDP MMU: roots, their trees, and the tasks that hold, zap and free them. */
@NullMarked
package org.mmucheck.model.mmu;

import org.jspecify.annotations.NullMarked;
