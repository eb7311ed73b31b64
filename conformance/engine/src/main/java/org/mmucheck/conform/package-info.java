/**
 * Executes every transition of a state graph on an implementation, has it refuse everything else,
 * and looks for state that the projection does not show.
 */
@NullMarked
package org.mmucheck.conform;

import org.jspecify.annotations.NullMarked;
