/** From the intermediate form to bytecode. */
@NullMarked
package org.mmucheck.compiled.code;

import org.jspecify.annotations.NullMarked;
