package org.mmucheck.subject;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;

/**
 * The actions of one module, by what takes them: the environment, an idle actor as a command, or an
 * actor as its next step. One instance serves all subjects of an adapter.
 */
public final class Actions {
  enum Kind {
    ENVIRONMENT,
    COMMAND,
    /** A command, and its own next step wherever it waits at a point without a name. */
    CALL,
    STEP
  }

  /**
   * @param step the schedule point; null unless the kind is a step
   */
  record Action(Kind kind, @Nullable Object step) {
    /** The step that an actor takes for {@code action}; null if it takes none for it. */
    @Nullable Object step(ActionInstance action) {
      return kind == Kind.CALL ? action : step;
    }
  }

  private static final Action ENVIRONMENT = new Action(Kind.ENVIRONMENT, null);
  private static final Action COMMAND = new Action(Kind.COMMAND, null);
  private static final Action CALL = new Action(Kind.CALL, null);

  private final Map<String, Action> byName = new HashMap<>();

  /**
   * @param environment names of the actions that no actor takes
   * @param commands names of the actions that an idle actor starts an operation with
   * @param steps the schedule points; an enum constant's name in the spec is its own in
   *     UpperCamelCase, a string is the name in the spec
   * @throws IllegalArgumentException if two have one name
   */
  public Actions(Collection<String> environment, Collection<String> commands, Collection<?> steps) {
    this(environment, commands, List.of(), steps);
  }

  /**
   * @param calls names of the actions that an idle actor starts an operation with, and that the
   *     actor takes again wherever the operation waits at a point that is named by the action
   */
  Actions(
      Collection<String> environment,
      Collection<String> commands,
      Collection<String> calls,
      Collection<?> steps) {
    environment.forEach(name -> add(name, ENVIRONMENT));
    commands.forEach(name -> add(name, COMMAND));
    calls.forEach(name -> add(name, CALL));
    steps.forEach(step -> add(StepNames.inSpec(step), new Action(Kind.STEP, step)));
  }

  /** All names, sorted. */
  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  /**
   * @throws IllegalArgumentException if there is no action of that name
   */
  Action get(String name) {
    Action action = byName.get(name);
    if (action == null) {
      throw new BindingException("the implementation has no action " + name);
    }
    return action;
  }

  private void add(String name, Action action) {
    if (byName.put(name, action) != null) {
      throw new BindingException("two actions are named " + name);
    }
  }
}
