package org.mmucheck.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.ItfJson;
import org.mmucheck.value.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** One line of a log: an object with the fields of its kind, and no others. */
final class LogLine {
  private static final int DEPTH = 100;
  private static final Set<String> PART = Set.of("of", "at", "is");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String file;
  private final int number;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private @Nullable List<RecordedStep.Written> after;

  LogLine(String file, int number, String text) {
    this.file = file;
    this.number = number;
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw wrong("expected a JSON object");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("after")) {
          after = after(in);
        } else {
          values.put(name, ItfJson.read(file + ": line " + number, in));
        }
      }
      if (in.nextToken() != null) {
        throw wrong("text after the object");
      }
    } catch (JacksonException e) {
      throw wrong(
          "not valid JSON: "
              + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""));
    }
  }

  int number() {
    return number;
  }

  boolean has(String field) {
    return values.containsKey(field);
  }

  Recording.Header header() {
    if (!has("mmucheck-log")) {
      throw wrong(
          has("ev")
              ? "an event of a kernel; such a log is read with --kernel RELEASE"
              : "a log begins with a line like {\"mmucheck-log\": " + Recording.VERSION + ", …}");
    }
    if (integer("mmucheck-log") != Recording.VERSION) {
      throw wrong(
          "version "
              + integer("mmucheck-log")
              + " of the format; this program reads "
              + Recording.VERSION);
    }
    requireOnly("mmucheck-log", "module", "model", "by", "observes", "config");
    return new Recording.Header(
        text("module"),
        has("model") ? text("model") : "",
        has("config") ? text("config") : "",
        new TreeSet<>(texts("observes")),
        has("by") ? text("by") : "");
  }

  RecordedStep step() {
    requireOnly("task", "action", "args", "begin", "end", "after");
    Map<String, Value> args = Map.of();
    if (has("args")) {
      if (!(values.get("args") instanceof Value.Rec(var fields))) {
        throw wrong("\"args\" must be an object: the parameters of the action by name");
      }
      args = fields;
    }
    List<String> actions = texts("action");
    if (actions.isEmpty()) {
      throw wrong("\"action\" names none");
    }
    return new RecordedStep(
        number,
        text("task"),
        actions,
        args,
        integer("begin"),
        has("end") ? integer("end") : Long.MAX_VALUE,
        after == null ? List.of() : after);
  }

  /** What a line about nothing else says: {@code lost}, {@code steps}. */
  long only(String field) {
    requireOnly(field);
    return integer(field);
  }

  /** A field with a slip in its name would say nothing, and nobody would miss it. */
  private void requireOnly(String... fields) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    if (after != null) {
      unknown.add("after");
    }
    List.of(fields).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw wrong(
          "unknown field \""
              + unknown.iterator().next()
              + "\"; such a line has "
              + String.join(", ", fields));
    }
  }

  long integer(String field) {
    if (values.get(field) instanceof Value.Int(long integer)) {
      return integer;
    }
    throw wrong(missing(field, "an integer"));
  }

  private String text(String field) {
    if (values.get(field) instanceof Value.Text(String text)) {
      return text;
    }
    throw wrong(missing(field, "a string"));
  }

  /** One name, or a list of them. */
  private List<String> texts(String field) {
    if (values.get(field) instanceof Value.Text(String text)) {
      return List.of(text);
    }
    if (values.get(field) instanceof Value.Seq(List<Value> elements)
        && elements.stream().allMatch(Value.Text.class::isInstance)) {
      return elements.stream().map(element -> ((Value.Text) element).value()).toList();
    }
    throw wrong(missing(field, "a string or a list of strings"));
  }

  private String missing(String field, String kind) {
    return has(field)
        ? "\"" + field + "\" must be " + kind
        : "\"" + field + "\" is missing; expected " + kind;
  }

  private List<RecordedStep.Written> after(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(
          "\"after\" must be a list of {\"of\": VARIABLE, \"at\": [INDEX, …], \"is\": VALUE}");
    }
    List<RecordedStep.Written> written = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Value part = ItfJson.read(file + ": line " + number, in);
      if (!(part instanceof Value.Rec(var fields))
          || !(fields.get("of") instanceof Value.Text(String variable))
          || !(fields.getOrDefault("at", Value.seq()) instanceof Value.Seq(List<Value> at))
          || fields.get("is") == null
          || !PART.containsAll(fields.keySet())) {
        throw wrong(
            "\"after\" has something else than {\"of\": VARIABLE, \"at\": [INDEX, …], \"is\":"
                + " VALUE}");
      }
      written.add(new RecordedStep.Written(variable, at, fields.get("is")));
    }
    return written;
  }

  private InputException wrong(String reason) {
    return new InputException(file, "line " + number, reason);
  }
}
