/** The rw_semaphore that was to keep memslots as they are between start and end. */
@NullMarked
package org.mmucheck.model.rwsem;

import org.jspecify.annotations.NullMarked;
