/** Recovery of NX huge pages, against those who take the same tables away. */
@NullMarked
package org.mmucheck.model.nx;

import org.jspecify.annotations.NullMarked;
