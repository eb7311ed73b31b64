/** Page-table pages under a root: linking, removing and freeing them. */
@NullMarked
package org.mmucheck.model.tables;

import org.jspecify.annotations.NullMarked;
