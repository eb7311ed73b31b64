package org.mmucheck.sched;

/**
 * An actor blocks or spins without reaching a point: the code under test waits for something that
 * it does not declare at a point. The stack trace is the actor's, from where it waits.
 */
public final class StuckActorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StuckActorException(String actor, String point, long seconds, StackTraceElement[] where) {
    super(
        "%s neither parked nor ended within %d s %s; it waits %s"
            .formatted(
                actor,
                seconds,
                point,
                where.length == 0 ? "outside any Java frame" : "in " + where[0]));
    setStackTrace(where);
  }
}
