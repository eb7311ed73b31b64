package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import tools.jackson.databind.JsonNode;

/** An object of a manifest, read field by field; what is wrong is told with its position. */
final class Fields {
  private final String file;
  private final String at;
  private final JsonNode node;

  /**
   * @param at the object's position in the file; empty for the whole
   * @throws InputException if it is no object, or has a field that is not known
   */
  Fields(String file, String at, JsonNode node, Set<String> known) {
    this.file = file;
    this.at = at;
    this.node = node;
    if (!node.isObject()) {
      throw wrong("", "must be an object with " + String.join(", ", new TreeSet<>(known)));
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw wrong(
            name,
            "unknown field"
                + EditDistance.nearest(name, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      }
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** An object inside this one. */
  Fields object(String name, Set<String> known) {
    return new Fields(file, position(name), field(name), known);
  }

  /** An object inside an object of this one, whose fields are not known before. */
  Fields anyObject(String name, String inner) {
    JsonNode value = entries(name).get(inner);
    Set<String> all =
        value == null || !value.isObject() ? Set.of() : Set.copyOf(value.propertyNames());
    return new Fields(file, position(name + "." + inner), value == null ? field(name) : value, all);
  }

  /** The names of this object's fields. */
  List<String> fieldNames() {
    return List.copyOf(node.propertyNames());
  }

  /** The texts of an object whose names are not known before; empty where it is absent. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    entries(name)
        .forEach(
            (key, value) -> {
              if (!value.isString() || value.stringValue().isBlank()) {
                throw wrong(name + "." + key, "must be a sentence that says why");
              }
              texts.put(key, value.stringValue());
            });
    return texts;
  }

  /** What a list names, or the fields of an object; nothing where it is absent. */
  List<String> namesOrKeys(String name) {
    return has(name) && field(name).isArray() ? names(name) : List.copyOf(entries(name).keySet());
  }

  /** An object that is somewhere inside this one. */
  Fields within(String position, JsonNode value, Set<String> known) {
    return new Fields(file, position(position), value, known);
  }

  /** The fields of an object whose names are not known before; empty where it is absent. */
  Map<String, JsonNode> entries(String name) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    if (has(name)) {
      JsonNode value = field(name);
      if (!value.isObject()) {
        throw wrong(name, "must be an object");
      }
      value.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    }
    return entries;
  }

  JsonNode field(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw wrong("", "the field '" + name + "' is missing");
    }
    return value;
  }

  String text(String name) {
    JsonNode value = field(name);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw wrong(name, "must be a text that is not empty");
    }
    return value.stringValue();
  }

  String text(String name, String absent) {
    return has(name) ? text(name) : absent;
  }

  @Nullable String textOrNull(String name) {
    return has(name) ? text(name) : null;
  }

  /** A text of a form. */
  String text(String name, Pattern form, String what) {
    String text = text(name);
    if (!form.matcher(text).matches()) {
      throw wrong(name, "'" + text + "' must be " + what);
    }
    return text;
  }

  boolean truth(String name, boolean absent) {
    if (!has(name)) {
      return absent;
    }
    if (!field(name).isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return field(name).booleanValue();
  }

  /** A truth, or a text that says why it is false. */
  boolean truthOrReason(String name, boolean absent) {
    return has(name) && field(name).isString() && !text(name).isBlank()
        ? false
        : truth(name, absent);
  }

  @Nullable Long count(String name, long least, long most) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = field(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(name, "must be a whole number from " + least + " to " + most);
    }
    return value.longValue();
  }

  /** Names, each once; none where the field is absent. */
  List<String> names(String name) {
    List<String> names = new ArrayList<>();
    if (has(name)) {
      JsonNode list = field(name);
      if (!list.isArray()) {
        throw wrong(name, "must be a list of names");
      }
      for (JsonNode each : list) {
        if (!each.isString() || each.stringValue().isBlank()) {
          throw wrong(name + "[" + names.size() + "]", "must be a name");
        }
        if (names.contains(each.stringValue())) {
          throw wrong(name + "[" + names.size() + "]", "'" + each.stringValue() + "' twice");
        }
        names.add(each.stringValue());
      }
    }
    return names;
  }

  String position(String name) {
    return at.isEmpty() || name.isEmpty() ? at + name : at + "." + name;
  }

  InputException wrong(String name, String reason) {
    return new InputException(file, position(name), reason);
  }
}
