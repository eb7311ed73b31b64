package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** The code's state as the spec's variables: one supplier a variable. */
final class Projection {
  /** What the specs call no task, no root, no page. */
  static final Value NONE = Value.of("None");

  private static final Map<Enum<?>, Value> TEXTS = new ConcurrentHashMap<>();

  private final Setup setup;
  private final @Nullable Supplier<Value>[] suppliers; // in the order of the spec's variables

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  Projection(Setup setup) {
    this.setup = setup;
    this.suppliers = new Supplier[setup.vars().size()];
  }

  /**
   * @throws IllegalArgumentException if the spec has no such variable
   */
  void add(String variable, Supplier<Value> supplier) {
    if (!setup.places().containsKey(variable)) {
      throw new IllegalArgumentException(
          "the spec's variables are " + setup.vars() + ", the code projects " + variable);
    }
    offer(variable, supplier);
  }

  /** As {@link #add}, for what several modules have and others leave out. */
  void offer(String variable, Supplier<Value> supplier) {
    Integer place = setup.places().get(variable);
    if (place != null) {
      suppliers[place] = supplier;
    }
  }

  /** The value of one variable; null if the spec has none of that name, or the code shows none. */
  @Nullable Value value(String variable) {
    Integer place = setup.places().get(variable);
    Supplier<Value> supplier = place == null ? null : suppliers[place];
    return supplier == null ? null : supplier.get();
  }

  /**
   * @throws IllegalArgumentException if the spec has a variable that the code does not project
   */
  State state() {
    Value[] values = new Value[suppliers.length];
    for (int i = 0; i < values.length; i++) {
      Supplier<Value> supplier = suppliers[i];
      if (supplier == null) {
        throw new IllegalArgumentException("the code does not project " + setup.vars().get(i));
      }
      values[i] = supplier.get();
    }
    return new State(setup.vars(), values);
  }

  /** A function on texts: of each element, by the name that the spec gives it. */
  static <T> Value byName(
      Collection<T> elements, Function<T, String> name, Function<T, Value> value) {
    List<Value> names = new ArrayList<>(elements.size());
    List<Value> values = new ArrayList<>(elements.size());
    for (T element : elements) {
      names.add(Value.of(name.apply(element)));
      values.add(value.apply(element));
    }
    return Value.fcn(names, values);
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

  /** An enum constant as the specs write it: {@code LISTED} is {@code listed}. */
  static Value text(Enum<?> constant) {
    return TEXTS.computeIfAbsent(
        constant, known -> Value.of(known.name().toLowerCase(Locale.ROOT)));
  }

  /** A function on frames {@code 0 .. count-1}. */
  static Value ofFrames(int count, IntFunction<Value> value) {
    List<Value> frames = new ArrayList<>(count);
    List<Value> values = new ArrayList<>(count);
    for (int frame = 0; frame < count; frame++) {
      frames.add(Value.of(frame));
      values.add(value.apply(frame));
    }
    return Value.fcn(frames, values);
  }

  /** The frames {@code 0 .. count-1} that are {@code wanted}. */
  static Value frames(int count, IntPredicate wanted) {
    return Value.set(IntStream.range(0, count).filter(wanted).mapToObj(Value::of).toList());
  }
}
