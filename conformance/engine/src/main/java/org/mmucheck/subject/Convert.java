package org.mmucheck.subject;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.Value;

/** Java's values as the spec's, and the other way round. */
final class Convert {
  private Convert() {}

  /**
   * A Boolean, number, string, enum constant (by its name), set, other collection or array (a
   * sequence), map (a function) or record (a record), nested in any way.
   *
   * @param what names the object in messages
   * @throws IllegalArgumentException if it is or holds anything else
   */
  static Value toSpec(String what, @Nullable Object object) {
    return switch (object) {
      case null -> throw new BindingException(what + " is null, which no TLA+ value is");
      case Value value -> value;
      case Boolean flag -> Value.of((boolean) flag);
      case Integer number -> Value.of((long) number);
      case Long number -> Value.of((long) number);
      case Short number -> Value.of((long) number);
      case Byte number -> Value.of((long) number);
      case String text -> Value.of(text);
      case Enum<?> constant -> Value.of(constant.name());
      case Set<?> set -> Value.set(all(what, set));
      case Iterable<?> sequence -> new Value.Seq(all(what, sequence));
      case Map<?, ?> map -> function(what, map);
      case Record fields -> record(what, fields);
      default -> {
        if (object.getClass().isArray()) {
          yield array(what, object);
        }
        throw new BindingException(
            what
                + " is a "
                + object.getClass().getName()
                + ", which no TLA+ value is; give a Boolean, number, string, enum constant,"
                + " collection, array, map, record or "
                + Value.class.getName());
      }
    };
  }

  private static List<Value> all(String what, Iterable<?> elements) {
    List<Value> values = new ArrayList<>();
    for (Object element : elements) {
      values.add(toSpec("an element of " + what, element));
    }
    return values;
  }

  private static Value array(String what, Object array) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      values.add(toSpec("element " + i + " of " + what, Array.get(array, i)));
    }
    return new Value.Seq(values);
  }

  private static Value function(String what, Map<?, ?> map) {
    Map<Value, Value> entries = new HashMap<>();
    map.forEach(
        (key, value) ->
            entries.put(toSpec("a key of " + what, key), toSpec(what + "[" + key + "]", value)));
    return Value.fcn(entries);
  }

  private static Value record(String what, Record object) {
    Map<String, Value> fields = new TreeMap<>();
    for (RecordComponent component : object.getClass().getRecordComponents()) {
      String name = component.getName();
      try {
        component.getAccessor().setAccessible(true); // the record's class may be private
        fields.put(name, toSpec(what + "." + name, component.getAccessor().invoke(object)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new BindingException(what + "." + name + " cannot be read", e);
      }
    }
    return Value.rec(fields);
  }

  static int integer(String what, Value value) {
    if (value instanceof Value.Int number) {
      return Math.toIntExact(number.value());
    }
    throw unlike(what, "an integer", value);
  }

  static boolean flag(String what, Value value) {
    if (value instanceof Value.Bool flag) {
      return flag.value();
    }
    throw unlike(what, "a Boolean", value);
  }

  static String text(String what, Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    throw unlike(what, "a string or model value", value);
  }

  /** The elements of a set of strings, model values or integers, in the spec's order. */
  static List<String> names(String what, Value value) {
    if (value instanceof Value.SetOf set) {
      return set.elements().stream().map(element -> name(what, element)).toList();
    }
    throw unlike(what, "a set", value);
  }

  private static String name(String what, Value element) {
    if (element instanceof Value.Text || element instanceof Value.Int) {
      return element.toString();
    }
    throw unlike("an element of " + what, "a string, model value or integer", element);
  }

  private static BindingException unlike(String what, String wanted, Value value) {
    return new BindingException(what + " is " + value + ", not " + wanted);
  }
}
