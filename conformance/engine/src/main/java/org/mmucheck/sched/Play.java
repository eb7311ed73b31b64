package org.mmucheck.sched;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the actors of one scheduler share while a director leads them.
 *
 * <p>Concurrency: the controller writes {@code director} and {@code controller} while nobody plays.
 * After that the fields belong to whose turn it is; {@code over} hands them back to the controller.
 * The watchdog sets {@code stuck}.
 */
final class Play {
  private @Nullable Director director; // null while nobody plays
  private @Nullable Thread controller;
  private @Nullable Actor failed;
  private @Nullable Throwable thrown; // by the director
  private volatile boolean over;
  private volatile @Nullable Actor stuck;

  /** Leads the actors until the director gives the turn back. */
  void run(Director director) {
    Actor first = director.next();
    if (first == null) {
      return;
    }
    this.director = director;
    controller = Thread.currentThread();
    failed = null;
    thrown = null;
    over = false;
    first.passTurn(controller);
    await();
    this.director = null;
    Actor blocked = stuck;
    if (blocked != null) {
      throw blocked.stuckNow();
    }
    if (failed != null) {
      failed.throwFailure();
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void await() {
    boolean interrupted = false;
    while (!over && stuck == null) {
      LockSupport.park();
      interrupted |= Thread.interrupted(); // else park would no longer wait
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isOn() {
    return director != null;
  }

  /** Who goes on after {@code actor}'s step; null for the controller. */
  @Nullable Actor after(Actor actor) {
    if (actor.hasFailed()) {
      failed = actor;
      return null;
    }
    try {
      return Objects.requireNonNull(director).next();
    } catch (Throwable failure) {
      thrown = failure;
      return null;
    }
  }

  Thread controller() {
    return Objects.requireNonNull(controller);
  }

  /** Gives the turn to the controller; the last that an actor does in this play. */
  void end() {
    Thread to = controller(); // read before the controller can go on and play again
    over = true;
    LockSupport.unpark(to);
  }

  /** Called by the watchdog. */
  void stop(Actor actor) {
    stuck = actor;
  }
}
