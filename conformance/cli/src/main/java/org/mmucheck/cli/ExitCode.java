package org.mmucheck.cli;

/** The exit codes that are ours; TLC's own (10 to 14, 75 to 77, 150 to 153) pass through. */
final class ExitCode {
  /** Everything checked is as expected. */
  static final int OK = 0;

  /** Wrong usage. */
  static final int USAGE = 2;

  /** An input file is missing, unreadable or malformed. */
  static final int INPUT = 3;

  /** Code and spec diverge. */
  static final int DIVERGENCE = 20;

  /** An expected failure did not happen, or a pinned count or digest changed. */
  static final int UNEXPECTED = 21;

  /** A recorded run is no behaviour of the spec. */
  static final int NO_BEHAVIOUR = 22;

  /** A fuzzed property failed. */
  static final int FUZZ = 23;

  /** Not finished within a limit that the user set. */
  static final int UNFINISHED = 24;

  /** A program or kernel that the command needs is not on this machine, or does not run on it. */
  static final int MISSING = 69;

  /** Standard output cannot be written: the disk is full, or nobody reads it. */
  static final int OUTPUT = 74;

  /** A fault of our own. */
  static final int INTERNAL = 70;

  /** As a shell tells that Ctrl-C ended a command. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
