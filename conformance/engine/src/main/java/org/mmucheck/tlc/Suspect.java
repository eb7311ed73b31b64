package org.mmucheck.tlc;

/**
 * A place in a spec that a known mistake of TLC may matter to.
 *
 * @param module where it is written
 * @param line from 1
 * @param column from 1
 */
public record Suspect(KnownMistake mistake, String module, int line, int column) {}
