package org.mmucheck.sched;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that code under test starts itself, and that no scheduler leads. A thread
 * takes over the context class loader of the thread that starts it, and anybody may read it: so one
 * loader a task, which loads nothing itself, marks what the task has started.
 *
 * <p>Concurrency: any thread may call anything here.
 */
public final class Offspring {
  /** Who starts what no actor starts: an action of the environment, or setting the code up. */
  public static final String NO_TASK = "";

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Map<String, Mark> marks = new ConcurrentHashMap<>();

  /** Says whose a thread is. */
  private static final class Mark extends ClassLoader {
    private final Offspring of;
    private final String task;

    Mark(Offspring of, String task, @Nullable ClassLoader parent) {
      super(parent);
      this.of = of;
      this.task = task;
    }
  }

  /**
   * A thread that has not ended with the code that started it.
   *
   * @param task the actor that started it; {@link #NO_TASK} if none did
   */
  public record Left(Thread thread, String task) {}

  /**
   * From now on what the calling thread starts is this one's, until {@link #leave}.
   *
   * @return to be given back
   */
  public @Nullable ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(mark(NO_TASK, own));
    return own;
  }

  /** Ends what {@link #enter} began on the calling thread. */
  public static void leave(@Nullable ClassLoader own) {
    Thread.currentThread().setContextClassLoader(own);
  }

  /** Called by an actor's own thread, which whoever led it first has started. */
  static void adopt(String task) {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() instanceof Mark mark) {
      thread.setContextClassLoader(mark.of.mark(task, mark.getParent()));
    }
  }

  private Mark mark(String task, @Nullable ClassLoader parent) {
    return marks.computeIfAbsent(task, key -> new Mark(this, key, parent));
  }

  /**
   * The threads that have not ended though the code has been given up; one that is about to end is
   * waited for.
   *
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  public List<Left> left() throws InterruptedException {
    List<Left> left = new ArrayList<>();
    long until = System.nanoTime() + GRACE.toNanos();
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      Thread thread = each.getKey();
      if (thread.getContextClassLoader() instanceof Mark mark
          && mark.of == this
          && !isActor(each.getValue())
          && !thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
        left.add(new Left(thread, mark.task));
      }
    }
    left.sort(Comparator.comparing(each -> each.thread().getName()));
    return left;
  }

  /** An actor is led, and ended, by its scheduler; where it cannot be that is told elsewhere. */
  private static boolean isActor(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(Actor.class.getName())) {
        return true;
      }
    }
    return false;
  }
}
