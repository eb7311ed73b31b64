package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a command has come: one line on a terminal that overwrites itself and is no wider; in CI,
 * where there is only a log, a line now and then; silent elsewhere.
 */
final class ProgressLine implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int COLUMNS = 80; // of a terminal that does not say
  private static final long NANOS = 1_000_000_000;
  private static final long EVERY = 30 * NANOS; // in CI

  private final Console console;
  private final PrintWriter err;
  private final Console.Progress kind;
  private final int columns;
  private final LongSupplier clock;
  private final long start;
  private long told;
  private boolean shown;

  ProgressLine(Console console) {
    this(console, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  ProgressLine(Console console, LongSupplier clock) {
    this.console = console;
    this.err = console.err();
    this.kind = console.progress();
    this.columns = console.progressColumns() == 0 ? COLUMNS : console.progressColumns();
    this.clock = clock;
    this.start = clock.getAsLong();
    this.told = start;
  }

  synchronized void show(String text) {
    LastWords.at(text);
    switch (kind) {
      case LINE -> {
        int room = columns - 1; // a line that fills the last column would wrap
        console.control(ERASE_LINE);
        err.print(text.length() > room ? text.substring(0, room) : text);
        err.flush();
        shown = true;
      }
      case LOG -> {
        long now = clock.getAsLong();
        if (now - told >= EVERY) {
          told = now;
          err.println("mmucheck: " + text);
          err.flush();
        }
      }
      case NONE -> {}
    }
  }

  /**
   * @param verb what is done
   * @param done of {@code total}; each takes as long as those did, for want of better knowledge
   * @param what is begun now
   */
  void show(String verb, int done, int total, String what) {
    double seconds = (double) (clock.getAsLong() - start) / NANOS;
    String pace = "";
    if (done > 0 && seconds >= 1) {
      long left = Math.round(seconds / done * (total - done));
      pace =
          String.format(
              Locale.ROOT, ", %.1f/s, %d:%02d left", done / seconds, left / 60, left % 60);
    }
    show(verb + " " + done + "/" + total + pace + "  " + what);
  }

  /** Erases the line, so that the next message starts on an empty one. */
  @Override
  public synchronized void close() {
    if (shown) {
      console.control(ERASE_LINE);
      err.flush();
      shown = false;
    }
  }
}
