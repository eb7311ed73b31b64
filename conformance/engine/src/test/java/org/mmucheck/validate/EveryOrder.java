package org.mmucheck.validate;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/** The question of {@link Validator} answered by trying every order, with nothing clever. */
final class EveryOrder {
  private final Spec spec;
  private final EventLog log;

  EveryOrder(Spec spec, EventLog log) {
    this.spec = spec;
    this.log = log;
  }

  boolean allows() {
    return spec.initialStates().stream().anyMatch(state -> goesOn(state, new HashSet<>()));
  }

  private boolean goesOn(State state, Set<LogEvent> done) {
    if (done.size() == log.events().size()) {
      return true;
    }
    for (State now : withHidden(state)) {
      for (LogEvent event : log.events()) {
        if (done.contains(event) || !mayBeNext(event, done)) {
          continue;
        }
        for (ActionInstance step : event.steps()) {
          for (State next : spec.next(now, step)) {
            if (event.after().stream().allMatch(fact -> fact.holdsIn(next))) {
              Set<LogEvent> with = new HashSet<>(done);
              with.add(event);
              if (goesOn(next, with)) {
                return true;
              }
            }
          }
        }
      }
    }
    return false;
  }

  private boolean mayBeNext(LogEvent event, Set<LogEvent> done) {
    return log.events().stream()
        .filter(other -> !done.contains(other) && other != event)
        .noneMatch(
            other ->
                other.end() < event.begin()
                    || (other.task().equals(event.task()) && other.line() < event.line()));
  }

  private Set<State> withHidden(State state) {
    Set<State> found = new LinkedHashSet<>(List.of(state));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (State at : List.copyOf(found)) {
        for (ActionInstance action : spec.actions()) {
          if (!log.observed().contains(action.action())) {
            grew |= found.addAll(spec.next(at, action));
          }
        }
      }
    }
    return found;
  }
}
