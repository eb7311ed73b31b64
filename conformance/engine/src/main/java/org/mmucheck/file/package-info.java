/** Files that are replaced as a whole, and the folder of those that a process needs for a while. */
@NullMarked
package org.mmucheck.file;

import org.jspecify.annotations.NullMarked;
