/** Tells people what happened: traces as tables for commit messages and pages. */
package org.mmucheck.report;
