package org.mmucheck.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.LeftThread;

/** Where the code under test, or its binding, broke down. */
final class FaultLines {
  private final Console console;

  FaultLines(Console console) {
    this.console = console;
  }

  /** Tells of threads that are left behind, each with where it stands. */
  void printLeft(String name, List<LeftThread> left) {
    for (LeftThread thread : left) {
      console.error(name + ": " + thread.line());
      print(thread.stack());
    }
    console.err().flush();
  }

  /** Prints its own stack, one frame a line. */
  void print(@Nullable Fault fault) {
    if (fault != null) {
      print(fault.stack());
    }
  }

  private void print(List<String> stack) {
    String label = "at";
    for (String frame : stack) {
      console.err().println(String.format("  %-9s %s", label, frame));
      label = "";
    }
  }
}
