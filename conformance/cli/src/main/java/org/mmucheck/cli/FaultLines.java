package org.mmucheck.cli;

import org.jspecify.annotations.Nullable;
import org.mmucheck.subject.Fault;

/** Where the code under test, or its binding, broke down. */
final class FaultLines {
  private final Console console;

  FaultLines(Console console) {
    this.console = console;
  }

  /** Prints its own stack, one frame a line. */
  void print(@Nullable Fault fault) {
    if (fault == null) {
      return;
    }
    String label = "at";
    for (String frame : fault.stack()) {
      console.err().println(String.format("  %-9s %s", label, frame));
      label = "";
    }
  }
}
