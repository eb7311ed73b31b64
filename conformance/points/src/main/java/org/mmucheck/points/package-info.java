/**
 * What production code depends on so that a test can decide who goes on: it takes its locks and
 * semaphores from a {@link org.mmucheck.points.Points} and may name the places where a step of its
 * protocol begins.
 */
@NullMarked
package org.mmucheck.points;

import org.jspecify.annotations.NullMarked;
