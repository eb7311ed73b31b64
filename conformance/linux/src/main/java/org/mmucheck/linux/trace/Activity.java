package org.mmucheck.linux.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One call of a kernel function by one task with everything that it did itself in it, in order. */
final class Activity {
  /** What the tracer's probes tell apart. */
  enum Kind {
    FAULT,
    START,
    END
  }

  final Kind kind;
  final List<KernelEvent> events = new ArrayList<>();

  Activity(Kind kind) {
    this.kind = kind;
  }

  KernelEvent first() {
    return events.getFirst();
  }

  KernelEvent last() {
    return events.getLast();
  }

  @Nullable KernelEvent find(String name) {
    return events.stream().filter(event -> event.is(name)).findFirst().orElse(null);
  }

  /** The first event of that name after another; null if there is none. */
  @Nullable KernelEvent findAfter(KernelEvent from, String name) {
    return events.stream()
        .filter(event -> event.n() > from.n() && event.is(name))
        .findFirst()
        .orElse(null);
  }

  /** The event before one of them, which is not the first. */
  KernelEvent before(KernelEvent event) {
    return events.get(Math.max(0, events.indexOf(event) - 1));
  }

  boolean any(Predicate<KernelEvent> condition) {
    return events.stream().anyMatch(condition);
  }
}
