/**
 * Reads traces that any tool of this ecosystem wrote, whatever their form, and finds the actions
 * that they do not name.
 */
@NullMarked
package org.mmucheck.reading;

import org.jspecify.annotations.NullMarked;
