package org.mmucheck.linux.subject;

import java.util.Map;
import java.util.TreeMap;
import org.mmucheck.value.Value;

/** Looks into values of the spec, and replaces parts of them. */
final class Parts {
  private Parts() {}

  /** A function's value, or a record's field. */
  static Value at(Value function, Value argument) {
    Value value =
        switch (function) {
          case Value.Fcn fcn -> fcn.entries().get(argument);
          case Value.Rec rec -> rec.fields().get(text(argument));
          case Value.Seq seq -> seq.elements().get(number(argument) - 1);
          default -> null;
        };
    if (value == null) {
      throw new IllegalArgumentException(argument + " is not in the domain of " + function);
    }
    return value;
  }

  static Value at(Value function, String argument) {
    return at(function, Value.of(argument));
  }

  /** The function that differs from another for one argument: {@code [f EXCEPT ![a] = v]}. */
  static Value except(Value function, Value argument, Value value) {
    return switch (function) {
      case Value.Fcn fcn -> {
        Map<Value, Value> entries = new TreeMap<>(fcn.entries());
        entries.put(argument, value);
        yield Value.fcn(entries);
      }
      case Value.Rec rec -> {
        Map<String, Value> fields = new TreeMap<>(rec.fields());
        fields.put(text(argument), value);
        yield Value.rec(fields);
      }
      default -> throw new IllegalArgumentException(function + " is no function");
    };
  }

  static String text(Value value) {
    return value instanceof Value.Text text ? text.value() : value.toString();
  }

  static int number(Value value) {
    return Math.toIntExact(((Value.Int) value).value());
  }
}
