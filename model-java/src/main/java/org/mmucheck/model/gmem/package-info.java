/**
 * guest_memfd: files whose pages back the guest's private memory, and the memslots bound to them.
 */
@NullMarked
package org.mmucheck.model.gmem;

import org.jspecify.annotations.NullMarked;
