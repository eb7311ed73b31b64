/**
 * A machine that stands still, as its kernel's own structs show it: its VMs, what they count, who
 * holds mmu_lock, their roots and page tables, the host's page tables and pages. Knows which field
 * means what, and no address or offset.
 */
@NullMarked
package org.mmucheck.linux.machine;

import org.jspecify.annotations.NullMarked;
