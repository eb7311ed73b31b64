/** Tells people what happened: traces as tables for commit messages and pages. */
@NullMarked
package org.mmucheck.report;

import org.jspecify.annotations.NullMarked;
