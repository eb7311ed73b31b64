package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.value.Value;

/** A model's constants as the code wants them. */
final class Constants {
  private final Map<String, Value> values;

  Constants(Map<String, Value> values) {
    this.values = values;
  }

  /** The rules whose constant is not FALSE: what a module leaves out is done right. */
  Design design() {
    List<Rule> kept = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      if (!Value.of(false).equals(values.get(inSpec(rule)))) {
        kept.add(rule);
      }
    }
    return Design.keeping(kept);
  }

  /** The texts of a set of model values, sorted. */
  List<String> texts(String name) {
    return elements(name).stream().map(value -> ((Value.Text) value).value()).toList();
  }

  /** The integers of a set, sorted. */
  List<Integer> integers(String name) {
    return elements(name).stream().map(value -> (int) ((Value.Int) value).value()).toList();
  }

  String text(String name) {
    return ((Value.Text) get(name)).value();
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

  /** {@code KEEP_REACHABLE} is {@code KeepReachable} in the spec. */
  static String inSpec(Rule rule) {
    StringBuilder name = new StringBuilder();
    for (String word : rule.name().split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
