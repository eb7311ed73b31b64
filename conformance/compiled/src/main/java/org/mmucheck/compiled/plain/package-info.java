/**
 * A third way to work out what a formula says, slow and as the book has it, for where the two
 * engines differ: it shares nothing with either but the parser.
 */
@NullMarked
package org.mmucheck.compiled.plain;

import org.jspecify.annotations.NullMarked;
