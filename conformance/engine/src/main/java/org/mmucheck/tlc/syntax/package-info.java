/**
 * What TLA+'s own parser made of a spec and its configuration, for who evaluates it without TLC.
 */
@NullMarked
package org.mmucheck.tlc.syntax;

import org.jspecify.annotations.NullMarked;
