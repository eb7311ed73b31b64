/** State graphs and searches in them. */
@NullMarked
package org.mmucheck.graph;

import org.jspecify.annotations.NullMarked;
