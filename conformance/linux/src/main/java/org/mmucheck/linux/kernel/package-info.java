/**
 * What one build of the kernel looks like: where its structs' fields lie, by its own BTF, where its
 * functions stand, by its own kallsyms, and where the steps of a spec are in its code.
 */
@NullMarked
package org.mmucheck.linux.kernel;

import org.jspecify.annotations.NullMarked;
