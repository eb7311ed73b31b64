package org.mmucheck.linux.subject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.linux.machine.MmuLock;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Subject;
import org.mmucheck.subject.SubjectException;
import org.mmucheck.value.Value;

/**
 * A machine beside which {@code model}, the project's own implementation, takes the same steps: it
 * tells what no kernel can be asked for.
 *
 * @param <T> what is known of a task
 */
abstract class ModelledSubject<T> extends KernelSubject {
  /** The same protocol in Java. */
  final Subject model;

  /** By their names in the spec. */
  final Map<String, T> tasks = new LinkedHashMap<>();

  /** How many steps of the spec the kernel has taken together with another, so far. */
  int mergedSteps;

  /**
   * @param vars the spec's variables
   * @param model in its initial state
   */
  ModelledSubject(List<String> vars, Subject model) {
    super(vars);
    this.model = model;
  }

  /**
   * Has the machine take a step that the model has taken; none if it is one that nothing in a
   * machine can be asked for.
   *
   * @param before the model's state before it
   */
  abstract void take(ActionInstance action, State before);

  /**
   * A variable's value as the machine has it now.
   *
   * @param value the model's
   * @param told the model's state
   */
  abstract Value variable(String name, Value value, State told);

  @Override
  public final boolean tryStep(ActionInstance action) {
    if (!isOffered(action)) {
      return false;
    }
    State before = model.state();
    if (!model.tryStep(action)) {
      return false;
    }
    take(action, before);
    look();
    return true;
  }

  @Override
  final Value variable(String name) {
    State told = model.state();
    return variable(name, told.value(name), told);
  }

  /** Who has a lock, as the model tells, if the lock's word agrees. */
  static Value holder(Value told, boolean isHeld) {
    return told.equals(NONE) == isHeld ? Value.of(isHeld ? "somebody" : "nobody") : told;
  }

  /** Who reads under a lock, as the model tells, if the lock's word has as many. */
  static Value readers(Value told, MmuLock lock) {
    int readers = lock.readers();
    return ((Value.SetOf) told).elements().size() == readers
        ? told
        : Value.of(readers + " readers");
  }

  final T task(String name) {
    T task = tasks.get(name);
    if (task == null) {
      throw new SubjectException(name + " is none of the tasks that are steered on Linux");
    }
    return task;
  }

  @Override
  public final int mergedSteps() {
    return mergedSteps;
  }

  @Override
  public final void close() {
    model.close();
    super.close();
  }
}
