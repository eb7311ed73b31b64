package org.mmucheck.toy;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.mmucheck.points.Points;

/** Code that a switch goes on and off in, and that breaks down in one way or another. */
final class Switch {
  /** How it breaks down. */
  enum Mistake {
    NONE,
    THROWS,
    ASSERTS,
    RECURS,
    ASKS_TOO_MUCH,
    ASKS_FOR_HEAP,
    SPINS,
    SPINS_THROUGH_POINTS,
    SLEEPS,
    KEEPS_LOCK,
    KEEPS_JDK_LOCK,
    LEAVES_THREAD,
    FAILS_TO_START,
    SPINS_TO_START,
    FAILS_TO_SHOW,
    SPINS_TO_SHOW,
    FAILS_IN_ENVIRONMENT,
    SPINS_IN_ENVIRONMENT,
    BINDING_FAILS,
    BINDING_FAILS_TO_SHOW,
    BINDING_FAILS_TO_SET,
    BINDING_LACKS_VARIABLE,
    BINDING_LACKS_ACTION
  }

  private final Mistake mistake;
  private final Points points;
  private final Lock lock;
  private final Lock ofJdk = new ReentrantLock();

  /** Ends what does not come to an end, so that a test leaves nothing behind. */
  private static volatile boolean released;

  private static final Object RELEASE = new Object();

  private boolean on;

  Switch(Mistake mistake, Points points) {
    this.mistake = mistake;
    this.points = points;
    this.lock = points.lock();
    if (mistake == Mistake.FAILS_TO_START) {
      throw new IllegalStateException("no power");
    }
    if (mistake == Mistake.SPINS_TO_START) {
      spin();
    }
  }

  /**
   * @param released whether it comes to an end
   */
  static void release(boolean released) {
    synchronized (RELEASE) {
      Switch.released = released;
      RELEASE.notifyAll();
    }
  }

  void turn() {
    lock.lock();
    ofJdk.lock();
    on = !on;
    if (on) {
      breakDown();
    }
    if (mistake != Mistake.KEEPS_JDK_LOCK) {
      ofJdk.unlock();
    }
    if (mistake != Mistake.KEEPS_LOCK) {
      lock.unlock();
    }
  }

  private void breakDown() {
    switch (mistake) {
      case THROWS -> throw new IllegalStateException("the bulb is broken");
      case ASSERTS -> throw new AssertionError("a bulb");
      case RECURS -> recur(0);
      case ASKS_TOO_MUCH -> on = new long[Integer.MAX_VALUE].length > 0;
      case ASKS_FOR_HEAP -> on = new long[moreThanTheHeap()].length > 0;
      case SPINS -> spin();
      case SPINS_THROUGH_POINTS -> {
        while (!released) {
          points.before("NoStepOfTheSpec");
        }
      }
      case SLEEPS -> LockSupport.park();
      case LEAVES_THREAD -> Thread.ofPlatform().daemon().name("bulb").start(Switch::glow);
      default -> {}
    }
  }

  private static void glow() {
    synchronized (RELEASE) {
      while (!released) {
        try {
          RELEASE.wait();
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  /** A length that the virtual machine allows, but that this heap does not hold. */
  private static int moreThanTheHeap() {
    long length = Runtime.getRuntime().maxMemory() / Long.BYTES + 1;
    return (int) Math.min(length, Integer.MAX_VALUE - Long.BYTES);
  }

  private int recur(int depth) {
    return released ? depth : depth + recur(depth + 1);
  }

  private void spin() {
    while (!released) {
      Thread.onSpinWait();
    }
  }

  boolean isOn() {
    if (on && mistake == Mistake.FAILS_TO_SHOW) {
      throw new IllegalStateException("dark");
    }
    if (on && mistake == Mistake.SPINS_TO_SHOW) {
      spin();
    }
    return on;
  }

  boolean isIntact() {
    if (mistake == Mistake.FAILS_IN_ENVIRONMENT) {
      throw new IllegalStateException("short circuit");
    }
    if (mistake == Mistake.SPINS_IN_ENVIRONMENT) {
      spin();
    }
    return on;
  }
}
