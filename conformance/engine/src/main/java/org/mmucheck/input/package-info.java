/** What goes wrong with files that users give. */
@NullMarked
package org.mmucheck.input;

import org.jspecify.annotations.NullMarked;
