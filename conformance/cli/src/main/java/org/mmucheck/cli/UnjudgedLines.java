package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.workbench.Unjudged;

/** Tells where a part of a job came to no verdict, with the command that asks for it alone. */
final class UnjudgedLines {
  private final Session session;

  UnjudgedLines(Session session) {
    this.session = session;
  }

  /** Prints for a person what kept the verdict from coming. */
  void report(Unjudged one) {
    if (session.common.debug) {
      one.why().printStackTrace(session.console.err());
    }
    session.console.error(one.part() + " of " + one.model().name() + ": " + ending(one).message());
  }

  /** The exit code that this alone would give. */
  int exitCode(Unjudged one) {
    return ending(one).exitCode();
  }

  private Ending ending(Unjudged one) {
    return Ending.of(one.why(), session.console, List.of(one.part(), one.what()));
  }
}
