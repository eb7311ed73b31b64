package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.mmucheck.input.InputException;
import tools.jackson.databind.JsonNode;

/**
 * A constant's value as a configuration of TLC writes it. In JSON it is a truth, a whole number, a
 * list for a set, the name of a model value, a TLA+ string with its quotation marks, or {@code
 * {"operator": NAME}} for an operator of the module that takes the constant's place.
 */
final class ConstantText {
  private static final Pattern MODEL_VALUE = Pattern.compile("\\w*[A-Za-z_]\\w*");
  private static final Pattern STRING = Pattern.compile("\"[^\"\\\\\\p{Cntrl}]*\"");
  private static final String OPERATOR = "operator";

  private ConstantText() {}

  /** {@code = value} or {@code <- operator}. */
  static String assignment(Fields row, String position, JsonNode value) {
    if (value.isObject()) {
      JsonNode operator = value.get(OPERATOR);
      if (value.size() != 1
          || operator == null
          || !operator.isString()
          || !MODEL_VALUE.matcher(operator.stringValue()).matches()) {
        throw wrong(row, position);
      }
      return "<- " + operator.stringValue();
    }
    return "= " + text(row, position, value);
  }

  private static String text(Fields row, String position, JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? "TRUE" : "FALSE";
    }
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      return Integer.toString(value.intValue());
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      for (JsonNode element : value) {
        elements.add(text(row, position + "[" + elements.size() + "]", element));
      }
      return "{" + String.join(", ", elements) + "}";
    }
    if (value.isString()
        && (MODEL_VALUE.matcher(value.stringValue()).matches()
            || STRING.matcher(value.stringValue()).matches())) {
      return value.stringValue();
    }
    throw wrong(row, position);
  }

  private static InputException wrong(Fields row, String position) {
    return row.wrong(
        position,
        "must be true, false, a whole number of 32 bits, a list, a model value, a string in"
            + " \\\" \\\", or {\"operator\": NAME}");
  }
}
