package org.mmucheck.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter;
import org.mmucheck.value.Value;

/**
 * Who took which steps: one turn for each run of steps of one task.
 *
 * @param turns in the order of time
 */
public record Schedule(List<Turn> turns) {
  /**
   * Steps that one task takes in a row.
   *
   * @param steps the actions' names, with the arguments other than the task
   */
  public record Turn(String task, List<String> steps) {
    @Override
    public String toString() {
      return task + ": " + String.join(", ", steps);
    }
  }

  public Schedule {
    turns = List.copyOf(turns);
  }

  /** The turns of these actions, each taken by the task that its caption names. */
  public static Schedule of(Adapter adapter, List<ActionInstance> actions) {
    List<Turn> turns = new ArrayList<>();
    for (ActionInstance action : actions) {
      String task = adapter.caption(action).task();
      if (turns.isEmpty() || !turns.getLast().task().equals(task)) {
        turns.add(new Turn(task, new ArrayList<>()));
      }
      turns.getLast().steps().add(without(task, action));
    }
    return new Schedule(turns);
  }

  private static String without(String task, ActionInstance action) {
    List<Value> args = new ArrayList<>(action.args().values());
    if (!args.isEmpty() && args.getFirst().equals(Value.of(task))) {
      args.removeFirst();
    }
    return args.isEmpty()
        ? action.action()
        : args.stream()
            .map(Value::toString)
            .collect(Collectors.joining(", ", action.action() + "(", ")"));
  }

  /** {@code v0: GetRoot; zapper: InvalidateRoot, ZapRoot}. */
  @Override
  public String toString() {
    return turns.stream().map(Turn::toString).collect(Collectors.joining("; "));
  }
}
