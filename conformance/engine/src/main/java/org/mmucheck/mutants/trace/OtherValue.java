package org.mmucheck.mutants.trace;

import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Another ITF value that differs in one place. */
final class OtherValue {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private OtherValue() {}

  static JsonNode of(JsonNode value) {
    if (value.isBoolean()) {
      return JSON.getNodeFactory().booleanNode(!value.booleanValue());
    }
    if (value.isIntegralNumber()) {
      return JSON.getNodeFactory().numberNode(value.longValue() + 1);
    }
    if (value instanceof ArrayNode list) {
      ArrayNode longer = list.deepCopy();
      longer.add(longer.isEmpty() ? JSON.getNodeFactory().stringNode("added") : last(longer));
      return longer;
    }
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      return object(object.deepCopy());
    }
    return JSON.getNodeFactory().stringNode(value.asString("") + "'");
  }

  private static JsonNode last(ArrayNode list) {
    return list.get(list.size() - 1).deepCopy();
  }

  private static JsonNode object(ObjectNode object) {
    String name = object.propertyNames().iterator().next();
    JsonNode inside = object.get(name);
    switch (name) {
      case "#bigint" ->
          object.put(name, new BigInteger(inside.asString()).add(BigInteger.ONE).toString());
      case "#set" -> {
        ArrayNode elements = (ArrayNode) inside;
        if (elements.isEmpty()) {
          elements.add("added");
        } else {
          elements.remove(elements.size() - 1);
        }
      }
      case "#map" -> {
        ArrayNode entries = (ArrayNode) inside;
        if (!entries.isEmpty()) {
          ArrayNode entry = (ArrayNode) entries.get(0);
          entry.set(1, of(entry.get(1)));
        }
      }
      default -> object.set(name, of(inside));
    }
    return object;
  }
}
