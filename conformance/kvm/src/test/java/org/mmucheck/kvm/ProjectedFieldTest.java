package org.mmucheck.kvm;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.replay.Target;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Subject;
import org.mmucheck.trace.Trace;

/**
 * No field of the code can be wrong unnoticed. Along every committed trace each field that may
 * change is changed, alone, and the projection must show it somewhere: then a verdict depends on
 * it. What no projection shows is named here, with what depends on it instead.
 */
@Tag("slow")
class ProjectedFieldTest {
  private static final String BEFORE_ANY_TASK = "is set before any task runs";

  private static final Map<String, String> NOT_PROJECTED =
      Map.ofEntries(
          entry("mmu.InvalidateCounts.seqFirst", BEFORE_ANY_TASK),
          entry("mmu.InvalidateCounts.seqWrap", BEFORE_ANY_TASK),
          entry("mmu.Kvm.endCount", BEFORE_ANY_TASK),
          entry("mmu.Vcpu.tlb", BEFORE_ANY_TASK),
          entry("mmu.Tlbs.all", BEFORE_ANY_TASK),
          entry("tables.TdpTree.cpus", BEFORE_ANY_TASK),
          entry("nx.NxTree.cpus", BEFORE_ANY_TASK),
          entry("mirror.MirrorRoots.vcpus", BEFORE_ANY_TASK),
          entry("host.HostMm.notifiers", BEFORE_ANY_TASK),
          entry("host.HostMm.shared", BEFORE_ANY_TASK),
          entry("bits.WrittenPages.released", "set on the way to ChangePte, where pc shows it"),
          entry("gmem.GmemInode.folioRefs", "the next folio that a fault gets depends on it"),
          entry("host.HostMm.allocating", "the change that has the page in hand shows it"),
          entry("mmu.RangeInvalidation.parts", "follows from range and memslots at FindMemslots"),
          entry("mmu.ZapWorkqueue.running", "lets FlushWorkqueue wait: conform asks in each state"),
          entry("mmu.ZapWorkqueue.destroyed", "ends kworkers, which no spec does"),
          entry("rwsem.NestedInvalidation.open", "the semaphore counts the same holds"),
          entry("sync.Rcu.running", "a callback is one step, so none is under way between two"),
          entry("sync.TaskRwLock.waitingWriters", "led tasks wait at a point, not in the lock"));

  private final Set<String> met = new TreeSet<>();
  private final Set<String> shown = new TreeSet<>();

  @Test
  void shouldShowEveryFieldThatMayChangeInSomeProjection() throws Exception {
    for (Path file : Committed.files()) {
      Trace trace = TraceFiles.read(file);
      Scheduler.run(
          () -> {
            follow(trace);
            return 0;
          });
    }
    Set<String> hidden = new TreeSet<>(met);
    hidden.removeAll(shown);
    assertThat(met).hasSizeGreaterThan(60);
    assertThat(hidden).containsExactlyInAnyOrderElementsOf(NOT_PROJECTED.keySet());
  }

  private void follow(Trace trace) {
    Target target = Committed.target(trace);
    try (Subject subject = target.bind().start()) {
      change(subject);
      for (Trace.Step step : trace.steps().subList(1, trace.steps().size())) {
        assertThat(subject.tryStep(Objects.requireNonNull(step.action()))).isTrue();
        change(subject);
      }
    }
  }

  private void change(Subject subject) {
    List<Place> places = new Walk(subject.implementation()).places;
    State before = null;
    for (Place place : places) {
      if (place.isAssignable) {
        met.add(place.name);
      }
      if (shown.contains(place.name)) {
        continue;
      }
      before = before == null ? subject.state() : before;
      Runnable undo = place.change.make();
      if (undo == null) {
        continue;
      }
      met.add(place.name);
      try {
        if (!subject.state().equals(before)) {
          shown.add(place.name);
        }
      } catch (RuntimeException noticed) {
        shown.add(place.name);
      } finally {
        undo.run();
      }
      assertThat(subject.state()).as("after %s is as before", place.name).isEqualTo(before);
    }
  }

  private interface Change {
    /** Makes it; what undoes it, or null if nothing can be changed now. */
    Runnable make() throws IllegalStateException;
  }

  /**
   * @param isAssignable whether the field itself may change, not what it refers to
   */
  private record Place(String name, boolean isAssignable, Change change) {}

  /** All that can be reached through the implementation's own classes. */
  private static final class Walk {
    private final List<Place> places = new ArrayList<>();
    private final Map<Object, Boolean> seen = new IdentityHashMap<>();
    private final Deque<Object> waiting = new ArrayDeque<>();

    Walk(List<Object> roots) {
      roots.forEach(this::visit);
      while (!waiting.isEmpty()) {
        look(waiting.poll());
      }
    }

    private void visit(Object object) {
      if (object != null && seen.put(object, true) == null) {
        waiting.add(object);
      }
    }

    private void look(Object object) {
      String type = object.getClass().getName();
      if (object instanceof Map<?, ?> map) {
        new ArrayList<>(map.keySet()).forEach(this::visit);
        new ArrayList<>(map.values()).forEach(this::visit);
      } else if (object instanceof Collection<?> elements) {
        new ArrayList<>(elements).forEach(this::visit);
      } else if (object instanceof AtomicReference<?> reference) {
        visit(reference.get());
      } else if (object instanceof AtomicReferenceArray<?> array) {
        for (int i = 0; i < array.length(); i++) {
          visit(array.get(i));
        }
      } else if (object instanceof Object[] array) {
        Arrays.asList(array).forEach(this::visit);
      } else if (type.startsWith("org.mmucheck.model.") || object instanceof Worker<?>) {
        for (Class<?> at = object.getClass(); at != Object.class; at = at.getSuperclass()) {
          for (Field field : at.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !object.getClass().isEnum()) {
              look(object, field);
            }
          }
        }
      }
    }

    private void look(Object object, Field field) {
      if (object instanceof Enum<?>
          || object instanceof Record
          || !field.trySetAccessible()
          || field.isSynthetic()) {
        return;
      }
      Object value = get(object, field);
      boolean ours = field.getDeclaringClass().getName().startsWith("org.mmucheck.model.");
      String name =
          field.getDeclaringClass().getName().replaceFirst("org\\.mmucheck\\.model\\.", "")
              + "."
              + field.getName();
      if (ours && !Modifier.isFinal(field.getModifiers())) {
        places.add(new Place(name, true, () -> other(object, field, seen.keySet())));
      } else if (ours && value != null && isContent(value)) {
        places.add(new Place(name, false, () -> otherContent(value)));
      }
      visit(value);
    }
  }

  private static Object get(Object object, Field field) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void set(Object object, Field field, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Runnable other(Object object, Field field, Set<Object> known) {
    Object was = get(object, field);
    Class<?> type = field.getType();
    Object next;
    if (type == boolean.class || was instanceof Boolean) {
      next = !(boolean) was;
    } else if (type == int.class) {
      next = (int) was + 1;
    } else if (type == long.class) {
      next = (long) was + 1;
    } else if (type.isEnum()) {
      Object[] all = type.getEnumConstants();
      next = all[(((Enum<?>) was).ordinal() + 1) % all.length];
    } else if (was != null) {
      next = null;
    } else {
      next = known.stream().filter(type::isInstance).findFirst().orElse(null);
    }
    if (next == was) {
      return null;
    }
    set(object, field, next);
    return () -> set(object, field, was);
  }

  private static boolean isContent(Object value) {
    // A list that may be iterated over is filled before any task runs.
    return !(value instanceof Lock || value instanceof Condition || value instanceof ReadWriteLock)
        && !(value instanceof ArrayList<?>)
        && (value.getClass().getName().startsWith("java.util.concurrent.")
            || value instanceof Collection<?>
            || value instanceof Map<?, ?>
            || value.getClass().isArray());
  }

  @SuppressWarnings("unchecked")
  private static Runnable otherContent(Object value) {
    switch (value) {
      case AtomicInteger number -> {
        number.getAndIncrement();
        return number::getAndDecrement;
      }
      case AtomicLong number -> {
        number.getAndIncrement();
        return number::getAndDecrement;
      }
      case AtomicLongArray array -> {
        long was = array.get(0);
        array.set(0, was ^ 1);
        return () -> array.set(0, was);
      }
      case AtomicIntegerArray array -> {
        array.getAndIncrement(0);
        return () -> array.getAndDecrement(0);
      }
      case AtomicReference<?> reference -> {
        Object was = reference.get();
        Object next =
            was instanceof Enum<?> constant
                ? another(constant.getDeclaringClass(), constant)
                : null;
        ((AtomicReference<Object>) reference).set(next);
        return () -> ((AtomicReference<Object>) reference).set(was);
      }
      case AtomicReferenceArray<?> array -> {
        AtomicReferenceArray<Object> any = (AtomicReferenceArray<Object>) array;
        Object was = any.get(0);
        if (was == null) {
          return null;
        }
        any.set(0, was instanceof Enum<?> c ? another(c.getDeclaringClass(), c) : null);
        return () -> any.set(0, was);
      }
      case int[] array -> {
        array[0]++;
        return () -> array[0]--;
      }
      case boolean[] array -> {
        array[0] = !array[0];
        return () -> array[0] = !array[0];
      }
      case Map<?, ?> map -> {
        Map<Object, Object> was = new LinkedHashMap<>(map);
        if (was.isEmpty() || !isCleared(map::clear)) {
          return null;
        }
        return () -> ((Map<Object, Object>) map).putAll(was);
      }
      case Collection<?> elements -> {
        List<Object> was = new ArrayList<>(elements);
        if (was.isEmpty() || !isCleared(elements::clear)) {
          return null;
        }
        return () -> ((Collection<Object>) elements).addAll(was);
      }
      default -> {
        return null;
      }
    }
  }

  private static boolean isCleared(Runnable clear) {
    try {
      clear.run();
      return true;
    } catch (UnsupportedOperationException immutable) {
      return false;
    }
  }

  private static Object another(Class<?> type, Enum<?> than) {
    Object[] all = type.getEnumConstants();
    return all[(than.ordinal() + 1) % all.length];
  }
}
