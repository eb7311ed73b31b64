/** Files that are replaced as a whole. */
@NullMarked
package org.mmucheck.file;

import org.jspecify.annotations.NullMarked;
