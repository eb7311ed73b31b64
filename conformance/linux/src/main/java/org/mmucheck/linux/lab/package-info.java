/** A kernel in a machine: gets the kernel, makes an initramfs, runs QEMU, saves snapshots. */
@NullMarked
package org.mmucheck.linux.lab;

import org.jspecify.annotations.NullMarked;
