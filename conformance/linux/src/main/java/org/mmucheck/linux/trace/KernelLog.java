package org.mmucheck.linux.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmucheck.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kernel's events as one JSON object a line: {@code {"n": 82, "task": 124, "cpu": 1, "ev":
 * "faultin", "gfn": 1, …}}, in the order of {@code n}.
 */
public final class KernelLog {
  private static final JsonMapper JSON = JsonMapper.shared();

  private KernelLog() {}

  /**
   * @param file for messages
   * @throws InputException if a line is no event, the clock runs backwards, or nothing is there
   */
  public static List<KernelEvent> read(String file, InputStream in) {
    List<KernelEvent> events = new ArrayList<>();
    int number = 0;
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          KernelEvent event = event(file, number, line);
          if (!events.isEmpty() && event.n() <= events.getLast().n()) {
            throw new InputException(
                file,
                "line " + number,
                "the clock runs backwards: " + event.n() + " after " + events.getLast().n());
          }
          events.add(event);
        }
      }
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    }
    if (events.isEmpty()) {
      throw new InputException(file, "", "has no events");
    }
    return events;
  }

  /**
   * Writes events, so that {@link #read} reads the same.
   *
   * @throws IOException if the output cannot be written
   */
  public static void write(List<KernelEvent> events, Appendable out) throws IOException {
    for (KernelEvent event : events) {
      ObjectNode line = JSON.createObjectNode();
      line.put("n", event.n()).put("task", event.task()).put("ev", event.name());
      new TreeMap<>(event.fields())
          .forEach(
              (field, value) -> {
                if (value instanceof Number number) {
                  line.put(field, new BigInteger(Long.toUnsignedString(number.longValue())));
                } else {
                  line.put(field, String.valueOf(value));
                }
              });
      out.append(JSON.writeValueAsString(line)).append('\n');
    }
  }

  private static KernelEvent event(String file, int line, String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new InputException(file, "line " + line, "not valid JSON");
    }
    if (node.has("mmucheck-log")) {
      throw new InputException(
          file, "line " + line, "a log of steps, not of a kernel's events; leave out --kernel");
    }
    JsonNode n = node.path("n");
    JsonNode task = node.path("task");
    if (!n.isIntegralNumber() || !task.isIntegralNumber() || !node.path("ev").isString()) {
      throw new InputException(
          file, "line " + line, "no event: expected \"n\", \"task\" and \"ev\"");
    }
    if (!n.canConvertToLong() || !task.canConvertToInt()) {
      throw new InputException(file, "line " + line, "a number that no kernel counts to");
    }
    Map<String, Object> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value.isIntegralNumber()) {
        fields.put(field.getKey(), value.bigIntegerValue().longValue());
      } else if (value.isString()) {
        fields.put(field.getKey(), value.stringValue());
      }
    }
    return new KernelEvent(
        line, n.longValue(), task.intValue(), node.get("ev").stringValue(), fields);
  }
}
