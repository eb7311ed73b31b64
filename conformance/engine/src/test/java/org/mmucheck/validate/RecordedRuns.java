package org.mmucheck.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** Logs of random behaviours of a spec, with windows around their steps. */
final class RecordedRuns {
  private final Spec spec;
  private final Random random;
  private final Map<String, Long> begins = new HashMap<>();
  private final Map<String, Long> ends = new HashMap<>();

  RecordedRuns(Spec spec, long seed) {
    this.spec = spec;
    this.random = new Random(seed);
  }

  /**
   * A behaviour of at most {@code steps} steps. A step of the environment has a task of its own.
   *
   * @param width how far a window reaches beyond its step, in steps, at most
   * @param hidden actions that the log does not show
   */
  EventLog run(int steps, int width, Set<String> hidden) {
    List<LogEvent> events = new ArrayList<>();
    begins.clear();
    ends.clear();
    State at = spec.initialStates().get(0);
    for (int i = 0; i < steps; i++) {
      State from = at;
      List<ActionInstance> enabled =
          spec.actions().stream().filter(action -> !spec.next(from, action).isEmpty()).toList();
      if (enabled.isEmpty()) {
        break;
      }
      ActionInstance taken = enabled.get(random.nextInt(enabled.size()));
      at = spec.next(from, taken).get(0);
      if (!hidden.contains(taken.action())) {
        events.add(event(events.size() + 1, i, width, taken, at));
      }
    }
    Set<String> observed = new java.util.TreeSet<>(ActionInstance.names(spec.actions()));
    observed.removeAll(hidden);
    return new EventLog("run", observed, events);
  }

  private LogEvent event(int line, int step, int width, ActionInstance taken, State after) {
    long middle = 100L * step;
    String task =
        taken.args().isEmpty() ? "zapper" : taken.args().values().iterator().next().toString();
    long begin =
        Math.max(
            begins.getOrDefault(task, Long.MIN_VALUE), middle - random.nextInt(100 * width + 1));
    long end =
        Math.max(ends.getOrDefault(task, Long.MIN_VALUE), middle + random.nextInt(100 * width + 1));
    begins.put(task, begin);
    ends.put(task, end);
    return new LogEvent(
        line,
        task,
        begin,
        end,
        taken.toString(),
        List.of(taken),
        List.of(new Fact("refcount", List.of(), after.value("refcount"))));
  }

  /** The same log with one event's count of references off by one. */
  EventLog withWrongValue(EventLog log) {
    List<LogEvent> events = new ArrayList<>(log.events());
    int at = random.nextInt(events.size());
    LogEvent event = events.get(at);
    long count =
        ((Value.Int) event.after().get(0).value()).value() + (random.nextBoolean() ? 1 : -1);
    events.set(
        at,
        new LogEvent(
            event.line(),
            event.task(),
            event.begin(),
            event.end(),
            event.said(),
            event.steps(),
            List.of(new Fact("refcount", List.of(), Value.of(count)))));
    return new EventLog(log.file(), log.observed(), events);
  }

  /** The same log with one event less. */
  EventLog withoutOne(EventLog log) {
    List<LogEvent> events = new ArrayList<>(log.events());
    events.remove(random.nextInt(events.size()));
    return new EventLog(log.file(), log.observed(), events);
  }

  static ActionInstance action(String name, String... vcpu) {
    return new ActionInstance(name, vcpu.length == 0 ? Map.of() : Map.of("v", Value.of(vcpu[0])));
  }
}
