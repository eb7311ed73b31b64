/** The retry test under a lock finer than mmu_lock. */
@NullMarked
package org.mmucheck.model.finerlock;

import org.jspecify.annotations.NullMarked;
