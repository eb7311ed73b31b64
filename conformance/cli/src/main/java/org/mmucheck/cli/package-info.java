/** The command line: composes everything else; nothing depends on it. */
@NullMarked
package org.mmucheck.cli;

import org.jspecify.annotations.NullMarked;
