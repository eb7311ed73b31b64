package org.mmucheck.conform;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Scene;
import org.mmucheck.subject.Task;
import org.mmucheck.value.ContentHash;
import org.mmucheck.value.Value;

/**
 * The classes that are not taken field by field: those of the JDK, by what they mean, and an actor,
 * by what it will do next.
 *
 * <p>Left out are threads and the scheduler, which say only who runs; of a lock, its owner and
 * waiters: no task waits in a lock while all are parked, and whoever holds one has it released at a
 * later point of its own, which the fingerprint has. A class that none of these rules knows is an
 * error.
 */
final class Rules {
  private Rules() {}

  /** Null for a class that is taken field by field. */
  static @Nullable Shape of(Class<?> type) {
    if (type.isArray()) {
      return new ArrayShape();
    }
    if (Thread.class.isAssignableFrom(type) || type == Scheduler.class) {
      return constant(rule((o, f) -> {}));
    }
    if (type == Actor.class) {
      return rule(Rules::actor);
    }
    if (type == Scene.class || type == Task.class) {
      return constant(rule((o, f) -> {})); // what they set up is looked at itself
    }
    if (type == ActionInstance.class) {
      return constant(rule(Rules::action));
    }
    if (Value.class.isAssignableFrom(type)) {
      return constant(rule(Rules::value));
    }
    if (type.getName().startsWith("java.")) {
      return ofJdk(type);
    }
    return null;
  }

  private static @Nullable Shape ofJdk(Class<?> type) {
    if (type == Object.class) {
      return constant(rule((o, f) -> {})); // somebody's lock: all that it has is its identity
    }
    if (type.getName().startsWith("java.util.ImmutableCollections$")) {
      return constant(ofCollection(type));
    }
    Shape collection = ofCollection(type);
    if (collection != null) {
      return collection;
    }
    return ofSingle(type);
  }

  private static @Nullable Shape ofCollection(Class<?> type) {
    if (SequencedMap.class.isAssignableFrom(type)) {
      return rule((o, f) -> f.ordered((Map<?, ?>) o));
    }
    if (Map.class.isAssignableFrom(type)) {
      return rule((o, f) -> f.defer(o));
    }
    if (SequencedCollection.class.isAssignableFrom(type) || Queue.class.isAssignableFrom(type)) {
      return rule((o, f) -> f.ordered((Collection<?>) o));
    }
    if (Collection.class.isAssignableFrom(type)) {
      return rule((o, f) -> f.defer(o));
    }
    return null;
  }

  private static @Nullable Shape ofSingle(Class<?> type) {
    if (type.getName().startsWith("java.util.concurrent.locks.")) {
      return ofLock(type);
    }
    if (type == AtomicInteger.class) {
      return new Counters();
    }
    if (type == LongAdder.class) {
      return rule((o, f) -> f.number("sum", ((LongAdder) o).sum()));
    }
    if (type == AtomicLong.class) {
      return rule((o, f) -> f.number("value", ((AtomicLong) o).get()));
    }
    if (type == AtomicBoolean.class) {
      return rule((o, f) -> f.number("value", Bits.ofBoolean(((AtomicBoolean) o).get())));
    }
    if (type == AtomicReference.class) {
      return rule((o, f) -> f.reference("value", ((AtomicReference<?>) o).get()));
    }
    if (type == AtomicIntegerArray.class) {
      return rule(
          (o, f) -> {
            AtomicIntegerArray array = (AtomicIntegerArray) o;
            for (int i = 0; i < array.length(); i++) {
              f.number(i, array.get(i));
            }
          });
    }
    if (type == AtomicLongArray.class) {
      return rule(
          (o, f) -> {
            AtomicLongArray array = (AtomicLongArray) o;
            for (int i = 0; i < array.length(); i++) {
              f.number(i, array.get(i));
            }
          });
    }
    if (type == AtomicReferenceArray.class) {
      return rule(
          (o, f) -> {
            AtomicReferenceArray<?> array = (AtomicReferenceArray<?>) o;
            for (int i = 0; i < array.length(); i++) {
              f.reference(i, array.get(i));
            }
          });
    }
    if (type == Optional.class) {
      return constant(rule((o, f) -> f.reference("value", ((Optional<?>) o).orElse(null))));
    }
    if (type == Semaphore.class) {
      return rule((o, f) -> f.number("permits", ((Semaphore) o).availablePermits()));
    }
    if (type == CountDownLatch.class) {
      return rule((o, f) -> f.number("count", ((CountDownLatch) o).getCount()));
    }
    return null;
  }

  private static Shape ofLock(Class<?> type) {
    if (type == ReentrantLock.class) {
      return new Mutexes();
    }
    if (type == ReentrantReadWriteLock.class) {
      return rule(
          (o, f) -> {
            ReentrantReadWriteLock lock = (ReentrantReadWriteLock) o;
            f.number("writeLocked", Bits.ofBoolean(lock.isWriteLocked()));
            f.number("readLocks", lock.getReadLockCount());
          });
    }
    boolean view = Lock.class.isAssignableFrom(type) || Condition.class.isAssignableFrom(type);
    if (view && type.getEnclosingClass() != null) {
      return constant(rule((o, f) -> {})); // of a lock that is met itself; nobody waits
    }
    throw new UnknownStateException(type);
  }

  private static void actor(Object object, Fingerprint fingerprint) {
    Actor actor = (Actor) object;
    fingerprint.reference("name", actor.name());
    fingerprint.reference("command", actor.command());
    if (actor.isInterrupted()) {
      fingerprint.number("interrupted", Bits.ofBoolean(true));
    }
    if (!actor.isIdle()) {
      for (int i = 0; i < actor.alternatives(); i++) {
        fingerprint.reference(i, actor.alternative(i));
      }
      fingerprint.reference("ready", actor.ready());
    }
  }

  private static void action(Object object, Fingerprint fingerprint) {
    ActionInstance action = (ActionInstance) object;
    fingerprint.reference("action", action.action());
    for (Map.Entry<String, Value> arg : action.args().entrySet()) {
      value(arg.getKey(), arg.getValue(), fingerprint);
    }
  }

  private static void value(Object object, Fingerprint fingerprint) {
    value("value", (Value) object, fingerprint);
  }

  private static void value(String name, Value value, Fingerprint fingerprint) {
    if (fingerprint.isDescribing()) {
      fingerprint.reference(name, value.toString());
    } else {
      fingerprint.number(ContentHash.of(value));
    }
  }

  /** Of these an implementation has most, so it reads several without a call for each. */
  private static final class Counters extends Shape {
    @Override
    void visit(Object object, Fingerprint fingerprint) {
      fingerprint.number("value", ((AtomicInteger) object).get());
    }

    @Override
    void visitChanging(Object[] objects, int from, int end, Fingerprint fingerprint) {
      for (int i = from; i < end; i++) {
        fingerprint.number(((AtomicInteger) objects[i]).get());
      }
    }
  }

  /** As {@link Counters}. */
  private static final class Mutexes extends Shape {
    @Override
    void visit(Object object, Fingerprint fingerprint) {
      fingerprint.number("locked", Bits.ofBoolean(((ReentrantLock) object).isLocked()));
    }

    @Override
    void visitChanging(Object[] objects, int from, int end, Fingerprint fingerprint) {
      for (int i = from; i < end; i++) {
        fingerprint.number(Bits.ofBoolean(((ReentrantLock) objects[i]).isLocked()));
      }
    }
  }

  private static Shape constant(@Nullable Shape shape) {
    Shape of = Objects.requireNonNull(shape);
    return new Shape() {
      @Override
      boolean isConstant() {
        return true;
      }

      @Override
      void visit(Object object, Fingerprint fingerprint) {
        of.visit(object, fingerprint);
      }

      @Override
      void visitConstant(Object object, Fingerprint fingerprint) {
        of.visit(object, fingerprint);
      }

      @Override
      void visitChanging(Object object, Fingerprint fingerprint) {}
    };
  }

  private static Shape rule(BiConsumer<Object, Fingerprint> visit) {
    return new Shape() {
      @Override
      void visit(Object object, Fingerprint fingerprint) {
        visit.accept(object, fingerprint);
      }
    };
  }
}
