package org.mmucheck.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.value.Value;

/**
 * One atomic step of one task.
 *
 * @param line of the file, counted from 1
 * @param task who took it
 * @param actions what it can have been, by the names of the spec's actions
 * @param args the arguments that are known, by the names of the actions' parameters
 * @param begin a mark that was drawn before the step took effect, from an order that all tasks
 *     share
 * @param end a mark that was drawn after it
 * @param after what it left behind
 */
public record RecordedStep(
    int line,
    String task,
    List<String> actions,
    Map<String, Value> args,
    long begin,
    long end,
    List<Written> after) {
  public RecordedStep {
    actions = List.copyOf(actions);
    args = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(args));
    after = List.copyOf(after);
  }

  /** The same at another line of a file. */
  public RecordedStep at(int otherLine) {
    return new RecordedStep(otherLine, task, actions, args, begin, end, after);
  }

  /**
   * A part of the state after the step.
   *
   * @param of a variable of the spec
   * @param at indices and names of fields, from the outside in; empty for the whole variable
   */
  public record Written(String of, List<Value> at, Value is) {
    public Written {
      at = List.copyOf(at);
    }
  }
}
