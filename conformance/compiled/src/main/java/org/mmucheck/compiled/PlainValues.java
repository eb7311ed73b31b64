package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mmucheck.compiled.value.BoolVal;
import org.mmucheck.compiled.value.FunVal;
import org.mmucheck.compiled.value.IntVal;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.TextVal;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** Values as the rest of the program has them. */
final class PlainValues {
  private PlainValues() {}

  static State state(List<String> variables, Val[] values) {
    Value[] plain = new Value[values.length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = of(values[i]);
    }
    return new State(variables, plain);
  }

  static Value of(Val value) {
    return of(value, PlainValues::of);
  }

  /**
   * As {@link #of(Val)}.
   *
   * @param parts makes what the value consists of
   */
  static Value of(Val value, Function<Val, Value> parts) {
    return switch (value) {
      case BoolVal x -> Value.of(x.value);
      case IntVal x -> Value.of(x.value);
      case TextVal x -> Value.of(x.text);
      case SetVal x -> {
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
          elements.add(parts.apply(x.element(i)));
        }
        yield Value.set(elements);
      }
      case FunVal x -> function(x, parts);
    };
  }

  private static Value function(FunVal function, Function<Val, Value> parts) {
    boolean isRecord = function.domain.size() > 0;
    Map<Value, Value> entries = new LinkedHashMap<>();
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < function.domain.size(); i++) {
      Val key = function.domain.element(i);
      Value value = parts.apply(function.value(i));
      isRecord &= key.kind() == Val.Kind.STRING;
      entries.put(parts.apply(key), value);
      fields.put(key instanceof TextVal text ? text.text : "", value);
    }
    return isRecord ? Value.rec(fields) : Value.fcn(entries);
  }
}
