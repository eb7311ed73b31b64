package org.mmucheck.sched;

/**
 * An actor blocks or spins without reaching a point: the code under test waits for something that
 * it does not declare at a point. The stack trace is the actor's, from where it waits.
 */
public final class StuckActorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StuckActorException(String message, StackTraceElement[] where) {
    super(message);
    setStackTrace(where);
  }

  /** An actor that has taken too long for one step. */
  static StuckActorException overdue(
      String actor, String place, long seconds, StackTraceElement[] where) {
    return new StuckActorException(
        "%s neither parked nor ended within %d s %s; it is %s; a step may take so long: set %s"
            .formatted(actor, seconds, place, frame(where), Scheduler.PATIENCE_PROPERTY),
        where);
  }

  /** An actor that waits for what is no point. */
  static StuckActorException waiting(String actor, String place, StackTraceElement[] where) {
    return new StuckActorException(
        "%s waits %s %s, which is no point, so nobody can let it go on: take what it waits for from"
                .formatted(actor, place, frame(where))
            + " Points",
        where);
  }

  /** Code that the controller has called itself, and that does not come back. */
  static StuckActorException unended(long seconds, StackTraceElement[] where) {
    return new StuckActorException(
        "it has not come back within %d s; it is %s; if it may take so long: set %s"
            .formatted(seconds, frame(where), Scheduler.PATIENCE_PROPERTY),
        where);
  }

  /** The first frame that is not the JDK's: there the code under test waits. */
  private static String frame(StackTraceElement[] where) {
    for (StackTraceElement frame : where) {
      if (!"java.base".equals(frame.getModuleName())) {
        return "in " + frame;
      }
    }
    return where.length == 0 ? "outside any Java frame" : "in " + where[0];
  }
}
