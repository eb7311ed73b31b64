package org.mmucheck.sched;

/** The code that an actor ran threw; the cause is what it threw. */
public final class ActorFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ActorFailure(String actor, String point, Throwable cause) {
    super(actor + " failed " + point + ": " + cause, cause);
  }
}
