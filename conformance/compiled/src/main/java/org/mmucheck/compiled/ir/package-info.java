/**
 * The typed form between the parser's tree and bytecode: constants folded, definitions expanded.
 */
@NullMarked
package org.mmucheck.compiled.ir;

import org.jspecify.annotations.NullMarked;
