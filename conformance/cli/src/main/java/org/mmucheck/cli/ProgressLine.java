package org.mmucheck.cli;

import java.io.PrintWriter;

/** One line on a terminal that overwrites itself; silent elsewhere. */
final class ProgressLine implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int COLUMNS = 79; // a longer line would wrap and could not be erased

  private final PrintWriter err;
  private final boolean terminal;
  private boolean shown;

  ProgressLine(Console console) {
    this.err = console.err();
    this.terminal = console.terminal();
  }

  synchronized void show(String text) {
    if (terminal) {
      err.print(ERASE_LINE + (text.length() > COLUMNS ? text.substring(0, COLUMNS) : text));
      err.flush();
      shown = true;
    }
  }

  /** Erases the line, so that the next message starts on an empty one. */
  @Override
  public synchronized void close() {
    if (shown) {
      err.print(ERASE_LINE);
      err.flush();
      shown = false;
    }
  }
}
