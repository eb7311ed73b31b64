/** From the parser's tree and a model's constants to the intermediate form. */
@NullMarked
package org.mmucheck.compiled.build;

import org.jspecify.annotations.NullMarked;
