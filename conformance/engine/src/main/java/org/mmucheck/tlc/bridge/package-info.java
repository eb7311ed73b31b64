/** The side of the class loader wall on which TLC is visible; loaded anew for each session. */
@NullMarked
package org.mmucheck.tlc.bridge;

import org.jspecify.annotations.NullMarked;
