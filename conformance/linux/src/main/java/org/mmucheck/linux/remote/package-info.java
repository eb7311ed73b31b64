/** The gdb remote serial protocol, as QEMU's stub speaks it, and QEMU's monitor. */
@NullMarked
package org.mmucheck.linux.remote;

import org.jspecify.annotations.NullMarked;
