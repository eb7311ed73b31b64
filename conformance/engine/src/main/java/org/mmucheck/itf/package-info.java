/**
 * Reads and writes traces: as ITF, the format of this ecosystem (Apalache's ADR-015), and, reading
 * only, as newer TLCs dump them.
 */
@NullMarked
package org.mmucheck.itf;

import org.jspecify.annotations.NullMarked;
