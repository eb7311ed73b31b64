package org.mmucheck.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A document of {@code --json} as tables: one for each list of objects in it. */
final class JsonTables {
  private JsonTables() {}

  static void write(JsonNode document, Html html) {
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, JsonNode> lists = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      JsonNode value = field.getValue();
      boolean isTable = value.isArray() && !value.isEmpty() && value.get(0).isObject();
      if (isTable) {
        lists.put(field.getKey(), value);
      } else {
        flatten(field.getKey(), value, plain);
      }
    }
    if (!plain.isEmpty()) {
      html.element(
          "p",
          plain.entrySet().stream()
              .map(each -> each.getKey() + ": " + each.getValue())
              .collect(Collectors.joining(", ")));
    }
    lists.forEach((name, list) -> table(name, list, html));
  }

  private static void table(String name, JsonNode list, Html html) {
    List<Map<String, String>> rows = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    for (JsonNode each : list) {
      Map<String, String> row = new LinkedHashMap<>();
      flatten("", each, row);
      rows.add(row);
      columns.addAll(row.keySet());
    }
    columns.removeIf(
        column -> rows.stream().allMatch(row -> row.getOrDefault(column, "").isEmpty()));
    html.raw("<div class=\"wide\"><table><caption>").text(name).raw("</caption><thead><tr>");
    columns.forEach(column -> html.raw("<th scope=\"col\">").text(column));
    html.raw("</thead><tbody>\n");
    for (Map<String, String> row : rows) {
      html.raw("<tr class=\"row\">");
      for (String column : columns) {
        html.raw("<td>").text(row.getOrDefault(column, ""));
      }
      html.raw("\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  /** Objects inside as {@code actual.states}; lists as their elements with commas between. */
  private static void flatten(String name, JsonNode value, Map<String, String> into) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              field ->
                  flatten(
                      name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                      field.getValue(),
                      into));
    } else if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(each -> elements.add(each.isString() ? each.stringValue() : each.toString()));
      into.put(name, String.join(", ", elements));
    } else {
      into.put(
          name, value.isNull() ? "" : value.isString() ? value.stringValue() : value.toString());
    }
  }
}
