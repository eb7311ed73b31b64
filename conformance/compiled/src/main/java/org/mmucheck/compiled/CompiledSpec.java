package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.code.Machine;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.value.Value;

/**
 * A spec whose steps, and whose properties of states and steps, are computed by what was compiled
 * of it. All else is asked of TLC, which also tells what has no value. For one thread.
 */
final class CompiledSpec extends ForwardingSpec {
  /** TLC's for what cannot be evaluated. */
  private static final int NO_VALUE = 75;

  /** States whose values are kept in both forms; whoever explores asks of the same few. */
  private static final int KEPT = 1 << 14;

  private final Machine machine;
  private final OwnValues values;
  private final SharedValues plain = new SharedValues();
  private final Map<ActionInstance, List<Integer>> actions = new HashMap<>();
  private final Map<String, List<Integer>> invariants = new HashMap<>();
  private final Map<String, List<Integer>> steps = new HashMap<>();
  private final List<Val[]> found = new ArrayList<>();
  private final Map<State, Val[]> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<State, Val[]> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param instances the program's actions as the rest of the program has them
   */
  CompiledSpec(TlcSpec tlc, Program program, Machine machine, List<ActionInstance> instances) {
    super(tlc);
    this.machine = machine;
    values = new OwnValues(program.operations().interner());
    number(instances, actions);
    number(program.invariants().stream().map(Program.Check::property).toList(), invariants);
    number(program.steps().stream().map(Program.StepCheck::property).toList(), steps);
    machine.tell(() -> found.add(machine.next.clone()));
  }

  private static <T> void number(List<T> all, Map<T, List<Integer>> numbers) {
    for (int i = 0; i < all.size(); i++) {
      numbers.computeIfAbsent(all.get(i), each -> new ArrayList<>()).add(i);
    }
  }

  @Override
  public List<State> next(State state, ActionInstance action) {
    List<Integer> parts = actions.get(action);
    if (parts == null) {
      return tlc.next(state, action); // which says that there is no such action
    }
    return evaluated(action, () -> successors(state, parts), () -> tlc.next(state, action));
  }

  private List<State> successors(State state, List<Integer> parts) {
    found.clear();
    Val[] from = own(state);
    machine.state = from;
    parts.forEach(machine::act);
    List<State> next = new ArrayList<>(found.size());
    for (Val[] to : found) {
      State successor = successor(state, from, to);
      if (!next.contains(successor)) {
        next.add(successor);
        known.put(successor, to);
      }
    }
    if (next.size() > 1) {
      next.sort(State.ORDER);
    }
    return next;
  }

  private State successor(State state, Val[] from, Val[] to) {
    Value[] next = new Value[to.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = to[i] == from[i] ? state.value(i) : plain.of(to[i]);
    }
    return new State(state.vars(), next);
  }

  private Val[] own(State state) {
    return known.computeIfAbsent(state, values::state);
  }

  @Override
  public boolean holds(String name, State state) {
    List<Integer> parts = invariants.get(name);
    if (parts == null) {
      return tlc.holds(name, state); // an operator that the configuration does not list
    }
    return judged(name, () -> satisfies(state, parts), () -> tlc.holds(name, state));
  }

  private boolean satisfies(State state, List<Integer> parts) {
    machine.state = own(state);
    return parts.stream().allMatch(machine::satisfies);
  }

  @Override
  public boolean stepHolds(String property, State from, State to) {
    List<Integer> parts = steps.get(property);
    if (parts == null) {
      return tlc.stepHolds(property, from, to);
    }
    return judged(property, () -> allows(from, to, parts), () -> tlc.stepHolds(property, from, to));
  }

  private boolean allows(State from, State to, List<Integer> parts) {
    Val[] source = own(from);
    Val[] target = own(to);
    machine.state = source;
    System.arraycopy(target, 0, machine.next, 0, target.length);
    long changed = 0;
    for (int i = 0; i < target.length; i++) {
      if (source[i] != target[i]) {
        changed |= 1L << i;
      }
    }
    for (int part : parts) {
      if (changed != 0 && !machine.allows(part, changed)) {
        return false;
      }
    }
    return true;
  }

  private static boolean judged(String what, BooleanSupplier compiled, BooleanSupplier tlc) {
    return evaluated(what, compiled::getAsBoolean, tlc::getAsBoolean);
  }

  /** TLC tells of what has no value where in the spec that is. */
  private static <T> T evaluated(Object what, Supplier<T> compiled, Supplier<T> tlc) {
    try {
      return compiled.get();
    } catch (UnsupportedException e) {
      throw CompiledEngine.refusal(e);
    } catch (EvaluationException | StackOverflowError e) {
      T said = tlc.get();
      String why = what + ": " + e.getMessage() + ", where TLC finds " + said;
      throw new TlcException(NO_VALUE, why, e);
    }
  }
}
