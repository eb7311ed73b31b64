package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.subject.StepNames;
import org.mmucheck.value.Value;

/** A model's constants as the code wants them. Immutable. */
final class Constants {
  private final Map<String, Value> values;
  private final Design design;
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private final Map<String, List<Integer>> integers = new ConcurrentHashMap<>();

  /**
   * @param values by name; not changed afterwards
   */
  Constants(Map<String, Value> values) {
    this.values = values;
    this.design = readDesign(values);
  }

  /** The rules whose constant is not FALSE: what a module leaves out is done right. */
  Design design() {
    return design;
  }

  private static Design readDesign(Map<String, Value> values) {
    List<Rule> kept = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      if (!Value.of(false).equals(values.get(StepNames.inSpec(rule)))) {
        kept.add(rule);
      }
    }
    return Design.keeping(kept);
  }

  /** The texts of a set of model values, sorted. */
  List<String> texts(String name) {
    return texts.computeIfAbsent(
        name, set -> elements(set).stream().map(value -> ((Value.Text) value).value()).toList());
  }

  /** The integers of a set, sorted. */
  List<Integer> integers(String name) {
    return integers.computeIfAbsent(
        name,
        set -> elements(set).stream().map(value -> (int) ((Value.Int) value).value()).toList());
  }

  String text(String name) {
    return ((Value.Text) get(name)).value();
  }

  /** The constant of {@code type} that the model's text names, in lower case. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
  }

  boolean flag(String name) {
    return get(name).equals(Value.of(true));
  }

  int integer(String name) {
    return (int) ((Value.Int) get(name)).value();
  }

  private List<Value> elements(String name) {
    return List.copyOf(((Value.SetOf) get(name)).elements());
  }

  private Value get(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model has no constant " + name);
    }
    return value;
  }
}
