package org.mmucheck.sched;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds actors that run without reaching a point. It samples from a platform thread of its own, so
 * that a handoff needs no timer, and so that it works while an actor occupies the only carrier.
 */
final class Watchdog {
  private static final Duration PERIOD = Duration.ofMillis(250);

  private static final Set<Scheduler> WATCHED = ConcurrentHashMap.newKeySet();
  private static final Map<Thread, Controller> CONTROLLERS = new ConcurrentHashMap<>();

  static {
    // Of nobody, whoever comes by here first.
    Thread.ofPlatform()
        .daemon()
        .name("mmucheck-watchdog")
        .inheritInheritableThreadLocals(false)
        .start(Watchdog::sample);
  }

  private Watchdog() {}

  static void watch(Scheduler scheduler) {
    WATCHED.add(scheduler);
  }

  static void forget(Scheduler scheduler) {
    WATCHED.remove(scheduler);
  }

  /** From now on {@code controller} is told of what it cannot find out itself. */
  static void guard(Controller controller) {
    CONTROLLERS.put(controller.thread(), controller);
  }

  static void unguard(Thread controller) {
    CONTROLLERS.remove(controller);
  }

  /** Fails the run of a controller that got no carrier to hear of {@code stuck} on. */
  static void failRun(Thread controller, StuckActorException stuck) {
    Controller told = CONTROLLERS.get(controller);
    if (told != null) {
      told.fail(stuck);
    }
  }

  private static void sample() {
    while (true) {
      LockSupport.parkNanos(PERIOD.toNanos());
      for (Scheduler scheduler : WATCHED) {
        scheduler.inspect(PERIOD);
      }
      if (!CONTROLLERS.isEmpty()) {
        Duration patience = Scheduler.patience();
        int samples = (int) patience.dividedBy(PERIOD);
        CONTROLLERS.values().forEach(each -> each.inspect(samples, patience.toSeconds()));
      }
    }
  }
}
