package org.mmucheck.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/** A made-up module with a lock, for tables: its actions' names are their captions. */
final class PutterTrace implements Adapter {
  private static final List<String> VARS = List.of("pc", "lock", "count", "spte", "freed");

  private final List<Trace.Step> steps = new ArrayList<>();
  private final Map<String, Value> now = new LinkedHashMap<>();
  private OptionalInt loop = OptionalInt.empty();

  PutterTrace() {
    set("pc", Value.of(0));
    set("lock", Value.fcn(new TreeMap<Value, Value>()));
    set("count", Value.fcn(Map.of(Value.of("r0"), Value.of(1))));
    set("spte", Value.fcn(Map.of(Value.of("r0"), Value.set(Value.of("g0"), Value.of("g1")))));
    set("freed", Value.set());
    steps.add(new Trace.Step(null, state()));
  }

  PutterTrace set(String variable, Value value) {
    now.put(variable, value);
    return this;
  }

  /** Sets who holds the lock how: {@code "n0", "W"}. */
  PutterTrace locked(String... holders) {
    Map<Value, Value> lock = new TreeMap<>();
    for (int i = 0; i < holders.length; i += 2) {
      lock.put(Value.of(holders[i]), Value.of(holders[i + 1]));
    }
    return set("lock", new Value.Fcn(new TreeMap<>(lock)));
  }

  /** {@code task} says {@code text}, and what was set since the last step is what it changed. */
  PutterTrace step(String task, String text) {
    set("pc", Value.of(steps.size()));
    steps.add(new Trace.Step(new ActionInstance(text, Map.of("t", Value.of(task))), state()));
    return this;
  }

  PutterTrace loopTo(int index) {
    loop = OptionalInt.of(index);
    return this;
  }

  Trace trace() {
    return new Trace(
        new Trace.Meta("Putter_b_Contract", "Putter", "NotifierContract", "", "", ""),
        VARS,
        steps,
        loop);
  }

  private State state() {
    return new State(VARS, VARS.stream().map(now::get).toArray(Value[]::new));
  }

  @Override
  public String module() {
    return "Putter";
  }

  @Override
  public List<String> actions() {
    return List.of();
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    throw new UnsupportedOperationException("there is no code");
  }

  @Override
  public Caption caption(ActionInstance action) {
    String task = action.args().values().iterator().next().toString();
    String role =
        switch (task.charAt(0)) {
          case 'p' -> "putter";
          case 'n' -> "notifier";
          case 'v' -> "vCPU";
          default -> "";
        };
    return new Caption(task, role, action.action());
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of("pc", "lock");
  }

  @Override
  public Lock lock(String task, State state) {
    Value held =
        state.value("lock") instanceof Value.Fcn lock ? lock.entries().get(Value.of(task)) : null;
    if (held == null) {
      return Lock.NONE;
    }
    return held.equals(Value.of("R")) ? Lock.READ : Lock.WRITE;
  }
}
