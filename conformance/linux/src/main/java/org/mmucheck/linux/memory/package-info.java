/**
 * What a stopped machine lets one read. Between {@code remote}, which reads it from a live machine,
 * and those that know what the bytes mean.
 */
@NullMarked
package org.mmucheck.linux.memory;

import org.jspecify.annotations.NullMarked;
