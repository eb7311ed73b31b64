/**
 * Files that are replaced as a whole, what tells them apart, and the folder of those that a process
 * needs for a while.
 */
@NullMarked
package org.mmucheck.file;

import org.jspecify.annotations.NullMarked;
