package org.mmucheck.linux.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.trace.Activity.Kind;

/**
 * A log taken apart into faults and invalidations. One task can have several under way, one inside
 * the other: a vCPU's own GUP invalidates, and a split invalidates within an invalidation.
 */
final class Activities {
  private static final Map<String, Kind> BEGINS =
      Map.of("fault", Kind.FAULT, "mn_start", Kind.START, "mn_end", Kind.END);
  private static final Map<Kind, String> ENDS =
      Map.of(Kind.FAULT, "fault_ret", Kind.START, "mn_start_ret", Kind.END, "mn_end_ret");

  /** In the order in which they began. */
  final List<Activity> all = new ArrayList<>();

  /** What happens in none of them, in order. */
  final List<KernelEvent> elsewhere = new ArrayList<>();

  /** By event that belongs to none, the event before it of the same task. */
  final Map<KernelEvent, KernelEvent> before = new HashMap<>();

  private final Map<Integer, Deque<Activity>> open = new HashMap<>();
  private final Map<Integer, KernelEvent> last = new HashMap<>();

  private Activities() {}

  /**
   * @throws InputException if one begins in the log and does not end in it
   */
  static Activities of(String file, List<KernelEvent> events) {
    Activities activities = new Activities();
    events.forEach(event -> activities.take(file, event));
    for (Deque<Activity> stack : activities.open.values()) {
      if (!stack.isEmpty()) {
        KernelEvent first = stack.getFirst().first();
        throw new InputException(
            file,
            "line " + first.line(),
            first.name() + " of task " + first.task() + " never ends");
      }
    }
    return activities;
  }

  private void take(String file, KernelEvent event) {
    Deque<Activity> stack = open.computeIfAbsent(event.task(), task -> new ArrayDeque<>());
    Kind begins = BEGINS.get(event.name());
    if (begins != null) {
      Activity begun = new Activity(begins);
      all.add(begun);
      stack.addFirst(begun);
    }
    Activity current = stack.peekFirst();
    if (current == null) {
      elsewhere.add(event);
      before.put(event, last.getOrDefault(event.task(), event));
    } else {
      current.events.add(event);
      if (event.name().equals(ENDS.get(current.kind))) {
        stack.removeFirst();
      } else if (ENDS.containsValue(event.name())) {
        throw new InputException(
            file,
            "line " + event.line(),
            event.name() + " of task " + event.task() + " inside " + current.first().name());
      }
    }
    last.put(event.task(), event);
  }
}
