package org.mmucheck.sched;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A set of actors of which at most one runs at a time, chosen by one controller.
 *
 * <p>Concurrency: the controller, any thread but an actor's, calls everything here and on {@link
 * Actor} except {@link Actor#park}. Calls by several controllers must be ordered by the caller. Two
 * schedulers share nothing, so they may run side by side.
 */
public final class Scheduler implements AutoCloseable {
  /**
   * The system property that says for how many seconds an actor may run from one point to the next.
   */
  public static final String PATIENCE_PROPERTY = "mmucheck.patience";

  /** A real step takes microseconds. */
  private static final String PATIENCE_SECONDS = "10";

  private final Duration patience;
  private volatile Actor[] actors = {}; // replaced, never changed: the watchdog reads it
  private final Play play = new Play();
  private final @Nullable Carrier carrier = Carrier.mine();
  private boolean closed;

  /**
   * @throws IllegalArgumentException if {@value #PATIENCE_PROPERTY} is set to no number of seconds
   */
  public Scheduler() {
    this(patience());
  }

  /**
   * How long code under test may run from one point to the next.
   *
   * @throws IllegalArgumentException if {@value #PATIENCE_PROPERTY} is set to no number of seconds
   */
  public static Duration patience() {
    String seconds = System.getProperty(PATIENCE_PROPERTY, PATIENCE_SECONDS);
    try {
      return Duration.ofSeconds(Integer.parseUnsignedInt(seconds));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          PATIENCE_PROPERTY + " is '" + seconds + "', not a whole number of seconds", e);
    }
  }

  /**
   * @param patience how long an actor may run without reaching a point
   */
  Scheduler(Duration patience) {
    this.patience = patience;
    Watchdog.watch(this);
  }

  /** A new idle actor. It costs no thread until its first command. */
  public Actor spawn(String name) {
    if (closed) {
      throw new IllegalStateException("the scheduler is closed; no actor " + name);
    }
    Actor[] before = actors;
    Actor actor = new Actor(name, play, carrier, patience.toSeconds());
    Actor[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = actor;
    actors = after;
    return actor;
  }

  /** The actors in the order in which they were spawned. */
  public List<Actor> actors() {
    return List.of(actors);
  }

  /** The actor that the calling thread runs; null if it runs none of this scheduler's. */
  public @Nullable Actor current() {
    for (Actor actor : actors) {
      if (actor.isCurrent()) {
        return actor;
      }
    }
    return null;
  }

  /**
   * Lets {@code director} lead the actors until it gives the turn back.
   *
   * @throws IllegalStateException if the scheduler is closed
   * @throws ActorFailure if a command throws
   * @throws StuckActorException if one blocks
   */
  public void play(Director director) {
    if (closed) {
      throw new IllegalStateException("the scheduler is closed");
    }
    play.run(director);
  }

  /**
   * Ends every actor. One that is parked is unwound: its point throws, and so does every later
   * point, so that {@code finally} blocks run and nothing else does. What they throw is dropped.
   *
   * @throws StuckActorException if unwinding blocks
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      List<Actor> ending = new ArrayList<>(actors.length);
      for (Actor actor : actors) {
        // All are told before any is awaited: one may hold a lock that another's cleanup takes.
        if (actor.beginEnd()) {
          ending.add(actor);
        }
      }
      for (Actor actor : ending) {
        actor.awaitEnd();
      }
    } finally {
      Watchdog.forget(this);
    }
  }

  /**
   * Runs a controller on a virtual thread, where a handoff to an actor does not leave the carrier
   * thread: one of its own, if the JDK allows that. On a virtual thread already, it just calls it.
   *
   * @throws StuckActorException also if an actor spins so that the controller cannot run
   * @throws Exception what the controller throws
   */
  public static <T> T run(Callable<T> controller) throws Exception {
    if (Thread.currentThread().isVirtual()) {
      return controller.call();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Carrier carrier = Carrier.open();
    AtomicReference<@Nullable Controller> self = new AtomicReference<>(); // set before it starts
    Thread thread =
        Carrier.threads(carrier)
            .name("controller")
            .unstarted(
                () -> {
                  try {
                    if (carrier != null) {
                      carrier.adopt();
                    }
                    Objects.requireNonNull(self.get()).begin();
                    result.complete(controller.call());
                  } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                  }
                });
    Controller told = new Controller(thread, result);
    self.set(told);
    Watchdog.guard(told);
    try {
      thread.start();
      return result.get();
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      throw interrupted;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception exception) {
        throw exception;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed;
    } finally {
      Watchdog.unguard(thread);
      if (carrier != null) {
        carrier.close();
      }
    }
  }

  /**
   * Calls code under test on the calling thread. Where that is a controller that {@link #run} has
   * started, the run fails with a {@link StuckActorException} if the call does not come back.
   */
  public static <T> T watched(Supplier<T> call) {
    Controller controller = Controller.mine();
    if (controller == null) {
      return call.get();
    }
    controller.enter();
    try {
      return call.get();
    } finally {
      controller.leave();
    }
  }

  /** Looks for an actor that runs too long; called by the watchdog. */
  void inspect(Duration period) {
    int samples = (int) patience.dividedBy(period);
    for (Actor actor : actors) {
      actor.inspect(samples);
    }
  }
}
