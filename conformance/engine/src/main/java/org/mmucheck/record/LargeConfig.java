package org.mmucheck.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mmucheck.value.Value;

/** The text of a TLC configuration with other values for some of its constants. */
final class LargeConfig {
  private static final Pattern CONSTANT = Pattern.compile("(\\s*(\\w+) = )(\\S.*)");

  private LargeConfig() {}

  /**
   * @param config one constant a line, as the catalogue writes it
   * @param before the constants as it has them
   * @param after the same names; a set keeps what its elements are, strings or model values
   */
  static String of(String config, Map<String, Value> before, Map<String, Value> after) {
    List<String> lines = new ArrayList<>();
    for (String line : config.lines().toList()) {
      Matcher constant = CONSTANT.matcher(line);
      if (constant.matches()) {
        Value value = after.get(constant.group(2));
        if (value != null && !value.equals(before.get(constant.group(2)))) {
          lines.add(constant.group(1) + text(value, constant.group(3).contains("\"")));
          continue;
        }
      }
      lines.add(line);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String text(Value value, boolean quoted) {
    if (value instanceof Value.SetOf set) {
      return set.elements().stream()
          .map(element -> text(element, quoted))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value instanceof Value.Text && quoted ? "\"" + value + "\"" : value.toString();
  }
}
