package org.mmucheck.model.inside;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.mmucheck.model.LedThread;

/** Exchanges as they must not be: a look, a while, a write. */
public final class Racy {
  private static final int PLACE = 0;

  private Racy() {}

  public static int compareAndExchange(AtomicInteger of, int expected, int next) {
    int seen = of.get();
    LedThread.pass(PLACE);
    if (seen == expected) {
      of.set(next);
    }
    return seen;
  }

  public static int getAndUpdate(AtomicInteger of, IntUnaryOperator next) {
    int seen = of.get();
    LedThread.pass(PLACE);
    of.set(next.applyAsInt(seen));
    return seen;
  }

  public static Object getAndUpdate(AtomicReference<Object> of, UnaryOperator<Object> next) {
    Object seen = of.get();
    LedThread.pass(PLACE);
    of.set(next.apply(seen));
    return seen;
  }

  public static long getAndUpdate(AtomicLong of, LongUnaryOperator next) {
    long seen = of.get();
    LedThread.pass(PLACE);
    of.set(next.applyAsLong(seen));
    return seen;
  }

  public static long getAndSet(AtomicLong of, long next) {
    long seen = of.get();
    LedThread.pass(PLACE);
    of.set(next);
    return seen;
  }

  public static boolean compareAndSet(AtomicLong of, long expected, long next) {
    boolean same = of.get() == expected;
    LedThread.pass(PLACE);
    if (same) {
      of.set(next);
    }
    return same;
  }

  public static boolean getAndSet(AtomicBoolean of, boolean next) {
    boolean seen = of.get();
    LedThread.pass(PLACE);
    of.set(next);
    return seen;
  }

  public static boolean getAndSet(VarHandle handle, Object of, boolean next) {
    boolean seen = (boolean) handle.getVolatile(of);
    LedThread.pass(PLACE);
    handle.setVolatile(of, next);
    return seen;
  }

  public static boolean compareAndSet(AtomicReference<Object> of, Object expected, Object next) {
    boolean same = of.get() == expected;
    LedThread.pass(PLACE);
    if (same) {
      of.set(next);
    }
    return same;
  }

  public static boolean compareAndSet(
      AtomicReferenceArray<Object> of, int index, Object expected, Object next) {
    boolean same = of.get(index) == expected;
    LedThread.pass(PLACE);
    if (same) {
      of.set(index, next);
    }
    return same;
  }

  public static boolean compareAndSet(AtomicLongArray of, int index, long expected, long next) {
    boolean same = of.get(index) == expected;
    LedThread.pass(PLACE);
    if (same) {
      of.set(index, next);
    }
    return same;
  }
}
