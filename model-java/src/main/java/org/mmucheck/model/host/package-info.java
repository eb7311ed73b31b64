/** The host: the pages behind guest memory. */
@NullMarked
package org.mmucheck.model.host;

import org.jspecify.annotations.NullMarked;
