package org.mmucheck.cli;

/** Who explores; the constants are the words of the option. */
enum Engine {
  tlc,
  compiled,
  both
}
