package org.mmucheck.validate;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/**
 * Is some order of the events, consistent with their marks, a behaviour of the spec?
 *
 * <p>The set of spec states that explain what has ended so far is carried from mark to mark. An
 * event that begins may be taken from then on; when it ends, every state of the set must have taken
 * it. Only then is the set searched: by hidden steps and by the other open events, in every order,
 * up to the event that ends and no further. A step that could have come after it is left for later,
 * since only the order of steps decides what is possible, not where between two marks they lie. So
 * the set is exact: it is empty if and only if no order is a behaviour. This is the search for
 * linearization points that waits for the last moment (G. Lowe, "Testing for linearizability",
 * 2017), over a spec with steps of its own.
 */
public final class Validator {
  private static final int KEPT = 50_000;

  private final Spec spec;
  private final EventLog log;
  private final int largest;
  private final Successors successors;
  private final List<ActionInstance> hidden;
  private final OpenEvents open = new OpenEvents();

  private Collection<Explained> set;
  private int largestSet;

  private Validator(Spec spec, EventLog log, int largest) {
    this.spec = spec;
    this.log = log;
    this.largest = largest;
    successors = new Successors(spec, KEPT);
    hidden =
        spec.actions().stream()
            .filter(action -> !log.observed().contains(action.action()))
            .toList();
    set = spec.initialStates().stream().map(Validator::initial).toList();
  }

  /**
   * @param largest how many states the set may have at most
   * @throws SetTooLargeException if it would have more: there is no verdict then
   */
  public static Verdict validate(Spec spec, EventLog log, int largest) {
    return new Validator(spec, log, largest).run();
  }

  private static Explained initial(State state) {
    return new Explained(state, 0, null, null, null);
  }

  private Verdict run() {
    int ended = 0;
    for (Marks.Mark mark : Marks.of(log.events())) {
      LogEvent event = mark.event();
      if (!mark.isEnd()) {
        open.begin(event);
        continue;
      }
      Map<Explained.Key, Explained> reached = new LinkedHashMap<>();
      Collection<Explained> taken = take(event, reached);
      if (taken.isEmpty()) {
        Diagnosis diagnosis = new Diagnosis(spec, successors, reached.values(), event);
        return verdict(ended, diagnosis.of(set.size()));
      }
      open.end(event);
      set = taken;
      ended++;
    }
    return verdict(ended, null);
  }

  private Verdict verdict(int ended, @org.jspecify.annotations.Nullable Unexplained unexplained) {
    Set<String> unobserved = new TreeSet<>(log.observed());
    log.events().stream()
        .flatMap(event -> event.steps().stream())
        .map(ActionInstance::action)
        .forEach(unobserved::remove);
    return new Verdict(
        log.events().size(),
        ended,
        set.stream().mapToLong(Verdict::hidden).min().orElse(0),
        largestSet,
        successors.evaluated(),
        unobserved,
        unexplained);
  }

  /**
   * Every state in which {@code event} has just been taken, with all that can come before it.
   *
   * @param reached filled with every state seen on the way
   */
  private Collection<Explained> take(LogEvent event, Map<Explained.Key, Explained> reached) {
    long bit = open.bit(event);
    Map<Explained.Key, Explained> taken = new LinkedHashMap<>();
    Deque<Explained> pending = new ArrayDeque<>();
    for (Explained explained : set) {
      meet(explained, bit, taken, reached, pending);
    }
    while (!pending.isEmpty()) {
      Explained at = pending.removeFirst();
      Successors.From from = successors.from(at.state());
      for (LogEvent next : open.notIn(at.taken())) {
        for (ActionInstance step : next.steps()) {
          for (State state : from.by(step)) {
            if (next.isLeftIn(state)) {
              Explained then = new Explained(state, at.taken() | open.bit(next), at, step, next);
              meet(then, bit, taken, reached, pending);
            }
          }
        }
      }
      for (ActionInstance step : hidden) {
        for (State state : from.by(step)) {
          meet(new Explained(state, at.taken(), at, step, null), bit, taken, reached, pending);
        }
      }
    }
    return taken.values();
  }

  private void meet(
      Explained explained,
      long bit,
      Map<Explained.Key, Explained> taken,
      Map<Explained.Key, Explained> reached,
      Deque<Explained> pending) {
    if ((explained.taken() & bit) != 0) {
      Explained done = explained.without(bit);
      taken.putIfAbsent(done.key(), done);
    } else if (reached.putIfAbsent(explained.key(), explained) == null) {
      pending.addLast(explained);
    }
    int size = taken.size() + reached.size();
    largestSet = Math.max(largestSet, size);
    if (size > largest) {
      throw new SetTooLargeException(
          "more than "
              + largest
              + " states are consistent with the log up to its line "
              + open.notIn(0).stream()
                  .map(LogEvent::line)
                  .sorted()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", ")));
    }
  }
}
