package org.mmucheck.validate;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * What a log says about a part of a state: {@code refs[p0] = 2}.
 *
 * @param variable a variable of the spec
 * @param path indices into functions and sequences, and names of fields, from the outside in; empty
 *     for the whole variable
 */
public record Fact(String variable, List<Value> path, Value value) {
  public Fact {
    path = List.copyOf(path);
  }

  /** Whether the state has such a part with this value. */
  public boolean holdsIn(State state) {
    return value.equals(in(state));
  }

  /** What the state has there; null if it has no such part. */
  public @Nullable Value in(State state) {
    Value at = state.value(variable);
    for (Value step : path) {
      at = part(at, step);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static @Nullable Value part(Value whole, Value step) {
    return switch (whole) {
      case Value.Fcn function -> function.entries().get(step);
      case Value.Rec record ->
          step instanceof Value.Text(String name) ? record.fields().get(name) : null;
      case Value.Seq sequence ->
          step instanceof Value.Int(long index) && index >= 1 && index <= sequence.elements().size()
              ? sequence.elements().get((int) index - 1)
              : null;
      default -> null;
    };
  }

  /** The part without its value, as a spec writes it. */
  public String place() {
    return variable + path.stream().map(step -> "[" + step + "]").collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return place() + " = " + value;
  }
}
