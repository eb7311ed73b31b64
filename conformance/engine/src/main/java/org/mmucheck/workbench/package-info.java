/** The one entry for programs: what can be done with a folder of specs and the code behind them. */
@NullMarked
package org.mmucheck.workbench;

import org.jspecify.annotations.NullMarked;
