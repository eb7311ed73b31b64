package org.mmucheck.sched;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that carries the virtual threads of one controller and of its actors, and no
 * others. A handoff then never crosses to another core, and two controllers use two cores, neither
 * of which the JDK's one pool of carriers promises.
 *
 * <p>The JDK lets nobody choose a virtual thread's carrier; this takes the constructor that it has
 * for itself. Where that is not to be had ({@code --add-opens java.base/java.lang=ALL-UNNAMED} was
 * not given, or a later JDK has none) all virtual threads share the JDK's pool: slower, else the
 * same.
 *
 * <p>Concurrency: any thread may hand in a task; only the carrier takes one.
 */
final class Carrier implements Executor, AutoCloseable {
  private static final @Nullable Constructor<?> BUILDER = builder();

  /** That of the calling controller; for the schedulers that it makes. */
  private static final ThreadLocal<@Nullable Carrier> MINE = new ThreadLocal<>();

  /** How many carriers the JDK's pool has lost to code that does not come to an end. */
  private static final AtomicInteger LOST = new AtomicInteger();

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("carrier").unstarted(this::carry);
  private volatile boolean waits;
  private volatile boolean closed;

  private Carrier() {
    thread.start();
  }

  /** A carrier; null where the JDK does not let us. */
  static @Nullable Carrier open() {
    return BUILDER == null ? null : new Carrier();
  }

  /** The carrier of the calling controller; null if it runs in the JDK's pool. */
  static @Nullable Carrier mine() {
    return MINE.get();
  }

  /** Says that code spins on one of the JDK's carriers, so that it carries nobody else any more. */
  static void spoil() {
    LOST.incrementAndGet();
  }

  /** Says that it has come to an end after all. */
  static void recover() {
    LOST.decrementAndGet();
  }

  /**
   * A builder of virtual threads that {@code carrier} carries; of platform threads, which are far
   * slower, where that is the JDK's pool and one of its carriers is lost.
   */
  static Thread.Builder threads(@Nullable Carrier carrier) {
    if (carrier == null || BUILDER == null) {
      return LOST.get() > 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    }
    try {
      return (Thread.Builder.OfVirtual) BUILDER.newInstance(carrier);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called first by a controller that this carries. */
  void adopt() {
    MINE.set(this);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (waits) {
      LockSupport.unpark(thread);
    }
  }

  private void carry() {
    while (!closed) {
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
        continue;
      }
      waits = true;
      if (tasks.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      waits = false;
    }
  }

  /** Lets the carrier end when what it runs now gives it back. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private static @Nullable Constructor<?> builder() {
    try {
      Constructor<?> constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }
}
