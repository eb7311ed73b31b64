package org.mmucheck.sched;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One task of the code under test: idle, or parked at a point of the command that it runs.
 *
 * <p>A step is any object that is equal to itself only in meaning: an enum constant, a name, or
 * what else the code under test and who drives it agree on.
 *
 * <p>Concurrency: {@code turn} says who runs, the controller (even) or the actor (odd), and only
 * the one whose turn it is writes {@code turn} or any plain field below it. Its volatile write and
 * read carry the plain fields across. The watchdog reads {@code turn} and sets {@code stuck}.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // only the turn's owner changes it
public final class Actor {
  /** A point that is always ready. */
  public static final BooleanSupplier ALWAYS = () -> true;

  /** Unwinds a parked command when its scheduler closes; not for the code under test to handle. */
  private static final class Unwind extends Error {
    private static final long serialVersionUID = 1L;
    private static final Unwind INSTANCE = new Unwind();

    private Unwind() {
      super("unwound by Scheduler.close()", null, false, false);
    }
  }

  private static final Object[] NOWHERE = {};

  /** So often in a row the watchdog has to see a thread wait; whoever wakes it may be slow. */
  private static final int WAITING_SAMPLES = 3;

  private final String name;
  private final long patienceSeconds;
  private final Play play; // shared with the other actors of the scheduler
  private final @Nullable Carrier carrier;

  private volatile long turn;
  private volatile boolean spoils; // the JDK's pool of carriers, as long as its thread lives
  private volatile boolean stuck; // for good: its thread answers to nobody any more

  private @Nullable Thread controller; // who waits for this actor
  private @Nullable Thread thread; // null until the first command
  private @Nullable Runnable command; // null when idle
  private @Nullable Throwable failure; // what the command threw, on its way to the controller
  private boolean ending;
  private boolean abandoned; // its last command
  private boolean interrupted; // its thread, when it gave its turn away last

  private Object[] alternatives = NOWHERE; // where it is parked
  private BooleanSupplier ready = ALWAYS;
  private int chosen;
  private @Nullable Object last; // the step that it takes or took last

  private final Object[] single = new Object[1]; // reused, so that parking allocates nothing
  private final Object[] pair = new Object[2];

  // The watchdog's own: the turn that it saw, and how often.
  private long seenTurn;
  private int seen;
  private int seenWaiting; // of those, in a row, in a wait that is no point
  private volatile boolean waits; // why it is stuck

  /**
   * @param carrier of the controller that the actor answers to; null for one of the JDK's
   */
  Actor(String name, Play play, @Nullable Carrier carrier, long patienceSeconds) {
    this.name = name;
    this.play = play;
    this.carrier = carrier;
    this.patienceSeconds = patienceSeconds;
  }

  public String name() {
    return name;
  }

  /** Whether the actor waits for a command. */
  public boolean isIdle() {
    return command == null;
  }

  /** What the actor runs; null when idle. */
  public @Nullable Runnable command() {
    return command;
  }

  /** Whether the step that the actor is parked before would not block; of no meaning when idle. */
  public BooleanSupplier ready() {
    return ready;
  }

  /**
   * Runs {@code command} on the actor's thread up to its first point, or to its end.
   *
   * @throws IllegalStateException if the actor is not idle, or its scheduler is closed
   * @throws ActorFailure if the command throws before its first point
   * @throws StuckActorException if it blocks before its first point
   */
  public void start(Runnable command) {
    prepareStart(command);
    resume();
  }

  /**
   * For a {@link Director}: the command that the actor will run when it goes on.
   *
   * @throws IllegalStateException if the actor is not idle, or its scheduler is closed
   */
  public void prepareStart(Runnable command) {
    requireAlive();
    if (this.command != null) {
      throw new IllegalStateException(name + " is busy " + place());
    }
    this.command = command;
    last = null;
    abandoned = false;
  }

  /**
   * The steps that the actor may take from its point; the first names the point. Empty when idle.
   */
  public List<Object> parkedAt() {
    return List.of(alternatives);
  }

  /** The number of steps in {@link #parkedAt}. */
  public int alternatives() {
    return alternatives.length;
  }

  /** One of the steps in {@link #parkedAt}. */
  public Object alternative(int index) {
    return alternatives[index];
  }

  /** The step that names the actor's point; null when idle. */
  public @Nullable Object point() {
    return alternatives.length == 0 ? null : alternatives[0];
  }

  /** The step that the actor takes or took last of its command; null if it has taken none yet. */
  public @Nullable Object last() {
    return last;
  }

  /**
   * Ends the calling actor's command as one that cannot begin now. Called by the code under test
   * where the command would block before its first step; it unwinds as {@link Scheduler#close} has
   * it, and the actor is idle again.
   *
   * @return never
   */
  public Error abandon() {
    abandoned = true;
    throw Unwind.INSTANCE;
  }

  /** Whether the actor's last command was abandoned. */
  public boolean isAbandoned() {
    return abandoned;
  }

  /**
   * Whether the actor's thread was interrupted when it parked or became idle: it still is when it
   * goes on, so what it does next may depend on it.
   */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** Whether the actor is parked at a point that offers {@code step}, ready or not. */
  public boolean offers(Object step) {
    return indexOf(step) >= 0;
  }

  /** Whether the actor could take {@code step} now. */
  public boolean canTake(Object step) {
    return offers(step) && ready.getAsBoolean();
  }

  /**
   * Lets the actor take {@code step} and run to its next point, or to the end of its command.
   *
   * @throws IllegalStateException if it cannot take it now
   * @throws ActorFailure if the command throws
   * @throws StuckActorException if it blocks
   */
  public void take(Object step) {
    if (!prepare(step)) {
      throw new IllegalStateException(name + " cannot take " + step + " " + place());
    }
    resume();
  }

  /**
   * For a {@link Director}: the step that the actor will take when it goes on.
   *
   * @return false if it cannot take it now; then nothing has changed
   * @throws IllegalStateException if its scheduler is closed
   */
  public boolean prepare(Object step) {
    requireAlive();
    int index = indexOf(step);
    if (index < 0 || !ready.getAsBoolean()) {
      return false;
    }
    chosen = index;
    last = step;
    return true;
  }

  /**
   * Parks the calling actor until the controller takes its one step. Called by the code under test.
   *
   * @param ready whether the step would not block; asked by the controller while nobody runs
   */
  public void park(BooleanSupplier ready, Object step) {
    single[0] = step;
    parkAt(ready, single);
  }

  /**
   * Parks the calling actor until the controller takes one of two steps.
   *
   * @return 0 for {@code first}, which names the point, or 1 for {@code second}
   */
  public int park(BooleanSupplier ready, Object first, Object second) {
    pair[0] = first;
    pair[1] = second;
    return parkAt(ready, pair);
  }

  /**
   * Parks the calling actor until the controller takes one of {@code alternatives}.
   *
   * @param alternatives one or more, not changed afterwards; the first names the point
   * @return the index of the chosen one
   */
  public int park(BooleanSupplier ready, Object... alternatives) {
    if (alternatives.length == 0) {
      throw new IllegalArgumentException(name + " parks at a point without a step");
    }
    return parkAt(ready, alternatives);
  }

  private int parkAt(BooleanSupplier ready, Object[] alternatives) {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          Thread.currentThread() + " parks as " + name + ", which is another thread");
    }
    if (ending || stuck || abandoned) {
      throw Unwind.INSTANCE; // a finally block came by another point
    }
    this.ready = ready;
    this.alternatives = alternatives;
    handBack();
    this.alternatives = NOWHERE;
    if (ending) {
      throw Unwind.INSTANCE;
    }
    return chosen;
  }

  /** The actor's thread: one command after another. */
  private void live() {
    Offspring.adopt(name);
    while (!ending) {
      try {
        Objects.requireNonNull(command).run();
      } catch (Unwind unwound) {
        // its work is done
      } catch (Throwable thrown) {
        failure = abandoned ? null : thrown; // what unwinding throws is of no interest
      }
      command = null;
      if (ending || stuck) {
        break;
      }
      handBack();
    }
    failure = null; // what unwinding throws is of no interest
    if (spoils) {
      Carrier.recover();
    }
    turn++;
    LockSupport.unpark(controller);
  }

  /** Gives the turn away and waits for the next, if it is not its own. */
  private void handBack() {
    interrupted = Thread.currentThread().isInterrupted();
    boolean playing = play.isOn();
    Actor to = playing ? play.after(this) : null;
    long next = turn + 2;
    if (to == this) {
      turn = next;
      return;
    }
    Thread waits = controller;
    turn = next - 1; // from here on the fields are others'
    if (to != null) {
      to.passTurn(play.controller());
    } else if (playing) {
      play.end();
    } else {
      LockSupport.unpark(waits);
    }
    boolean again = false;
    while (turn != next) {
      LockSupport.park();
      again |= Thread.interrupted(); // else park would no longer wait
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the turn to the actor, waits until it comes back, and throws what the command threw. */
  private void resume() {
    passTurn(Thread.currentThread());
    awaitTurn();
    throwFailure();
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Throws what the command threw, if it did. */
  void throwFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new ActorFailure(name, place(), thrown);
    }
  }

  /**
   * Gives the turn to the actor.
   *
   * @param waits the controller that waits for it, or for who goes on after it
   */
  void passTurn(Thread waits) {
    controller = waits;
    Thread to = thread;
    if (to == null) {
      to = Carrier.threads(carrier).name(name).unstarted(this::live);
      thread = to;
      turn++;
      to.start();
    } else {
      turn++;
      LockSupport.unpark(to);
    }
  }

  private void awaitTurn() {
    boolean interrupted = false;
    while ((turn & 1) != 0 && !stuck) {
      LockSupport.park();
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (stuck) {
      throw stuckNow();
    }
  }

  /**
   * Tells the actor to end, unwinding its command.
   *
   * @return whether there is an end to wait for
   */
  boolean beginEnd() {
    if (stuck) {
      thread().interrupt(); // the last that can be done for it
      return false;
    }
    ending = true;
    if (thread == null) {
      return false;
    }
    passTurn(Thread.currentThread());
    return true;
  }

  /** Waits until the actor that was told to end has ended. */
  void awaitEnd() {
    awaitTurn();
    command = null;
    try {
      thread().join(); // it only has to return from its last frame
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Called by the watchdog at each of its samples; finds the actor stuck if one turn lasts longer
   * than it may, or if its thread waits though it has the turn: no other actor runs that could end
   * that. It counts samples, not seconds: a suspended process does no steps either.
   */
  void inspect(int patienceSamples) {
    long running = turn;
    if (running != seenTurn) {
      seenTurn = running;
      seen = 0;
      seenWaiting = 0;
    } else if ((running & 1) != 0 && (isOverdue(patienceSamples) | isWaiting())) {
      if (stuck) {
        // A whole period later the controller still waits, so it has no carrier to run on.
        Watchdog.failRun(waiting(), stuckNow());
      } else {
        if (carrier == null && !waits) {
          spoils = true;
          Carrier.spoil();
        }
        stuck = true;
        play.stop(this);
        LockSupport.unpark(waiting());
      }
    }
  }

  private boolean isOverdue(int patienceSamples) {
    return ++seen > patienceSamples;
  }

  /** Whether the actor's thread has been seen to wait often enough not to be on its way. */
  private boolean isWaiting() {
    Thread.State state = thread().getState();
    boolean waiting = state == Thread.State.WAITING || state == Thread.State.BLOCKED;
    seenWaiting = waiting ? seenWaiting + 1 : 0;
    if (seenWaiting < WAITING_SAMPLES) {
      return false;
    }
    waits = true;
    return true;
  }

  StuckActorException stuckNow() {
    StackTraceElement[] where = thread().getStackTrace();
    return waits
        ? StuckActorException.waiting(name, place(), where)
        : StuckActorException.overdue(name, place(), patienceSeconds, where);
  }

  private int indexOf(Object step) {
    Object[] at = alternatives;
    for (int i = 0; i < at.length; i++) {
      if (at[i] == step || at[i].equals(step)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the calling thread is the actor's. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  private void requireAlive() {
    if (stuck || ending) {
      throw new IllegalStateException(
          name + (stuck ? " is stuck " + place() : " has ended with its scheduler"));
    }
  }

  private Thread thread() {
    return Objects.requireNonNull(thread);
  }

  private Thread waiting() {
    return Objects.requireNonNull(controller);
  }

  private String place() {
    Object at = point();
    if (at != null) {
      return "at point " + at;
    }
    return last == null ? "before its first point" : "after point " + last;
  }

  /** The name, and where the actor is. */
  @Override
  public String toString() {
    return name + (isIdle() ? " idle" : " " + place());
  }
}
