/** Runs TLC in this process and in processes of its own, and evaluates specs step by step. */
@NullMarked
package org.mmucheck.tlc;

import org.jspecify.annotations.NullMarked;
