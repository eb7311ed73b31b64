/** Locks and RCU, with holders that lockdep, and a parked task, can be asked about. */
@NullMarked
package org.mmucheck.model.sync;

import org.jspecify.annotations.NullMarked;
