package org.mmucheck.compiled.code;

import java.util.List;
import org.mmucheck.compiled.value.Operations;
import org.mmucheck.compiled.value.Val;

/**
 * A model that has been compiled: computes states and evaluates formulas over them. For one thread;
 * the values are shared.
 */
public final class Machine {
  /** The state that actions start from and that formulas speak of. */
  public Val[] state = {};

  /** The state that is being computed; what an action has given no value holds anything. */
  public final Val[] next;

  final Operations operations;
  private final Part initial;
  private final Part[] actions;
  private final Part[] invariants;
  private final Part[] initially;
  private final Part[] steps;
  private Sink sink = () -> {};

  /** Told of each state that has been computed, which is in {@link #next} then. */
  public interface Sink {
    void found();
  }

  /** The parts of a model, before they are made for a machine. */
  record Parts(
      CompiledPart initial,
      List<CompiledPart> actions,
      List<CompiledPart> invariants,
      List<CompiledPart> initially,
      List<CompiledPart> steps) {}

  Machine(Operations operations, int variables, Parts parts) {
    this.operations = operations;
    this.next = new Val[variables];
    initial = parts.initial().create(this);
    actions = made(parts.actions());
    invariants = made(parts.invariants());
    initially = made(parts.initially());
    steps = made(parts.steps());
  }

  private Part[] made(List<CompiledPart> parts) {
    return parts.stream().map(part -> part.create(this)).toArray(Part[]::new);
  }

  public void tell(Sink listener) {
    sink = listener;
  }

  void found() {
    sink.found();
  }

  /** Computes the initial states. */
  public void initial() {
    run(initial);
  }

  /** Computes where an action leads from {@link #state}. */
  public void act(int action) {
    run(actions[action]);
  }

  private void run(Part action) {
    action.state = state;
    action.run();
  }

  /**
   * The first invariant that {@link #state} breaks; negative if none.
   *
   * @param changed the variables, as bits, whose values are not those of a state that satisfies all
   *     of them
   */
  public int invariant(long changed) {
    return firstBroken(invariants, changed);
  }

  /** The first property of initial states that {@link #state} breaks; negative if none. */
  public int initially() {
    return firstBroken(initially, -1L);
  }

  /**
   * The first property of steps that the one from {@link #state} to {@link #next} breaks; negative
   * if none.
   *
   * @param changed the variables, as bits, that the step changes
   */
  public int step(long changed) {
    return firstBroken(steps, changed);
  }

  /** Whether {@link #state} satisfies one of the invariants. */
  public boolean satisfies(int invariant) {
    invariants[invariant].state = state;
    return invariants[invariant].holds(-1L);
  }

  /**
   * Whether one of the properties of steps allows that from {@link #state} to {@link #next}.
   *
   * @param changed the variables, as bits, that the step changes
   */
  public boolean allows(int property, long changed) {
    steps[property].state = state;
    return steps[property].holds(changed);
  }

  private int firstBroken(Part[] formulas, long changed) {
    for (int i = 0; i < formulas.length; i++) {
      Part formula = formulas[i];
      formula.state = state;
      if (!formula.holds(changed)) {
        return i;
      }
    }
    return -1;
  }
}
