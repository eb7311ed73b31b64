package org.mmucheck.subject;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The actions of one module, by what takes them: the environment, an idle actor as a command, or an
 * actor as its next step. One instance serves all subjects of an adapter.
 */
public final class Actions {
  enum Kind {
    ENVIRONMENT,
    COMMAND,
    STEP
  }

  /**
   * @param step the schedule point; null unless the kind is a step
   */
  record Action(Kind kind, @Nullable Enum<?> step) {}

  private static final Action ENVIRONMENT = new Action(Kind.ENVIRONMENT, null);
  private static final Action COMMAND = new Action(Kind.COMMAND, null);

  private final Map<String, Action> byName = new HashMap<>();

  /**
   * @param environment names of the actions that no actor takes
   * @param commands names of the actions that an idle actor starts an operation with
   * @param steps the schedule points; their names in the spec are theirs in UpperCamelCase
   * @throws IllegalArgumentException if two have one name
   */
  public Actions(
      Collection<String> environment,
      Collection<String> commands,
      Collection<? extends Enum<?>> steps) {
    environment.forEach(name -> add(name, ENVIRONMENT));
    commands.forEach(name -> add(name, COMMAND));
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
      throw new IllegalArgumentException("the implementation has no action " + name);
    }
    return action;
  }

  private void add(String name, Action action) {
    if (byName.put(name, action) != null) {
      throw new IllegalArgumentException("two actions are named " + name);
    }
  }
}
