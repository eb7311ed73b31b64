package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** The code's state as the spec's variables: one supplier a variable. */
final class Projection {
  /** What the specs call no task, no root, no page. */
  static final Value NONE = Value.of("None");

  private final Map<String, Supplier<Value>> suppliers = new HashMap<>();

  void add(String variable, Supplier<Value> supplier) {
    suppliers.put(variable, supplier);
  }

  /**
   * @throws IllegalArgumentException if the spec has a variable that the code does not project, or
   *     the other way round
   */
  State state(List<String> vars) {
    if (vars.size() != suppliers.size()) {
      throw new IllegalArgumentException(
          "the spec's variables are " + vars + ", the code projects " + suppliers.keySet());
    }
    Value[] values = new Value[vars.size()];
    for (int i = 0; i < values.length; i++) {
      Supplier<Value> supplier = suppliers.get(vars.get(i));
      if (supplier == null) {
        throw new IllegalArgumentException("the code does not project " + vars.get(i));
      }
      values[i] = supplier.get();
    }
    return new State(vars, values);
  }

  /** A function on texts: of each element, by the name that the spec gives it. */
  static <T> Value byName(
      Collection<T> elements, Function<T, String> name, Function<T, Value> value) {
    Map<Value, Value> entries = new HashMap<>();
    for (T element : elements) {
      Value before = entries.put(Value.of(name.apply(element)), value.apply(element));
      if (before != null) {
        throw new IllegalArgumentException("two are named " + name.apply(element));
      }
    }
    return Value.fcn(entries);
  }

  /** A set of named things. */
  static <T> Value names(Collection<T> elements, Function<T, String> name) {
    List<Value> names = new ArrayList<>(elements.size());
    for (T element : elements) {
      names.add(Value.of(name.apply(element)));
    }
    return Value.set(names);
  }

  /** The thing's name, or {@link #NONE}. */
  static <T> Value nameOrNone(@Nullable T element, Function<T, String> name) {
    return element == null ? NONE : Value.of(name.apply(element));
  }
}
