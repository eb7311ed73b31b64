package org.mmucheck.itf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.mmucheck.value.Value;
import tools.jackson.databind.JsonNode;

/**
 * A value from TLC's JSON, resolved by examples: values known to have stood at the same place.
 * Where no example helps, a list is a sequence and an object a record.
 */
final class LossyValue {
  /** No TLA+ value, or no way to tell which one. */
  static final class Unclear extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Unclear(String reason) {
      super(reason);
      this.reason = reason;
    }

    @Override
    public String getMessage() {
      return reason;
    }
  }

  private LossyValue() {}

  static Value resolve(JsonNode node, List<Value> examples) throws Unclear {
    if (node.isBoolean()) {
      return Value.of(node.booleanValue());
    }
    if (node.isIntegralNumber()) {
      if (!node.canConvertToLong()) {
        throw new Unclear("the integer is outside 64 bits");
      }
      return Value.of(node.longValue());
    }
    if (node.isString()) {
      return Value.of(node.stringValue());
    }
    if (node.isArray()) {
      return list(node, examples);
    }
    if (node.isObject()) {
      return object(node, examples);
    }
    throw new Unclear("no TLA+ value: " + JsonInput.shown(node.toString()));
  }

  private static Value list(JsonNode node, List<Value> examples) throws Unclear {
    for (Value example : examples) {
      if (example instanceof Value.SetOf) {
        return set(node, parts(examples, LossyValue::elements));
      }
      if (example instanceof Value.Seq) {
        break;
      }
    }
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      int index = i;
      List<Value> same = parts(examples, example -> elementAt(example, index));
      elements.add(
          resolve(node.get(i), same.isEmpty() ? parts(examples, LossyValue::elements) : same));
    }
    return new Value.Seq(elements);
  }

  private static Value set(JsonNode node, List<Value> examples) throws Unclear {
    TreeSet<Value> elements = new TreeSet<>();
    for (JsonNode element : node) {
      if (!elements.add(resolve(element, examples))) {
        throw new Unclear("an element that the set has already");
      }
    }
    return Value.set(elements);
  }

  private static Value object(JsonNode node, List<Value> examples) throws Unclear {
    for (Value example : examples) {
      if (example instanceof Value.Rec) {
        break;
      }
      if (example instanceof Value.Fcn || example instanceof Value.Seq) {
        return function(node, examples);
      }
    }
    Map<String, Value> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().startsWith("#")) {
        throw new Unclear("a field name that begins with #; is this an ITF file?");
      }
      fields.put(
          field.getKey(),
          resolve(field.getValue(), parts(examples, example -> field(example, field.getKey()))));
    }
    return Value.rec(fields);
  }

  private static Value function(JsonNode node, List<Value> examples) throws Unclear {
    List<Value> keys = parts(examples, LossyValue::keys);
    Map<Value, Value> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Value key = key(entry.getKey(), keys);
      List<Value> same = parts(examples, example -> valueAt(example, key));
      Value value =
          resolve(entry.getValue(), same.isEmpty() ? parts(examples, LossyValue::elements) : same);
      if (entries.put(key, value) != null) {
        throw new Unclear("a key that the function has already: " + key);
      }
    }
    return Value.fcn(entries);
  }

  /** The key that TLC printed as {@code text}: strings in quotes only where they are nested. */
  private static Value key(String text, List<Value> known) throws Unclear {
    String plain = text.replace("\"", "");
    boolean texts = false;
    for (Value key : known) {
      if (key.toString().equals(plain)) {
        return key;
      }
      texts |= key instanceof Value.Text;
    }
    if (texts) {
      return Value.of(text);
    }
    try {
      return Value.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      if (known.isEmpty()) {
        return Value.of(text);
      }
      throw new Unclear("no key of this function in the spec's state is " + JsonInput.shown(text));
    }
  }

  private static List<Value> parts(
      List<Value> examples, Function<Value, Collection<Value>> partsOf) {
    return examples.stream().flatMap(example -> partsOf.apply(example).stream()).toList();
  }

  private static Collection<Value> elements(Value value) {
    return switch (value) {
      case Value.Seq seq -> seq.elements();
      case Value.SetOf set -> set.elements();
      case Value.Fcn fcn -> fcn.entries().values();
      default -> List.of();
    };
  }

  private static Collection<Value> elementAt(Value value, int index) {
    return value instanceof Value.Seq(List<Value> elements) && index < elements.size()
        ? List.of(elements.get(index))
        : List.of();
  }

  private static Collection<Value> keys(Value value) {
    if (value instanceof Value.Seq(List<Value> elements)) {
      List<Value> keys = new ArrayList<>();
      for (int i = 1; i <= elements.size(); i++) {
        keys.add(Value.of(i));
      }
      return keys;
    }
    return value instanceof Value.Fcn fcn ? fcn.entries().keySet() : List.of();
  }

  private static Collection<Value> field(Value value, String name) {
    Value at = value instanceof Value.Rec rec ? rec.fields().get(name) : null;
    return at == null ? List.of() : List.of(at);
  }

  private static Collection<Value> valueAt(Value value, Value key) {
    Value at = value instanceof Value.Fcn fcn ? fcn.entries().get(key) : null;
    return at == null ? List.of() : List.of(at);
  }
}
