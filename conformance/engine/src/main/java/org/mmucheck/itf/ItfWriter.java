package org.mmucheck.itf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * Writes one trace as ITF. Each variable of each state has a line of its own, so that a diff of two
 * traces shows what changed; everything else about the layout is fixed, so that equal traces give
 * equal bytes.
 */
final class ItfWriter {
  /** The version of what we put into {@code #meta}. */
  static final int VERSION = 1;

  private static final String DESCRIPTION = "https://apalache-mc.org/docs/adr/015adr-trace.html";

  private final StringBuilder out = new StringBuilder();
  private boolean plainIntegers;

  /** One value on one line, integers as JSON numbers: for formats of our own. */
  static String compact(Value value) {
    ItfWriter writer = new ItfWriter();
    writer.plainIntegers = true;
    writer.value(value);
    return writer.out.toString();
  }

  /**
   * @throws IllegalArgumentException if the trace is not one that ITF can express: no states,
   *     states of other variables, some steps with an action and some without, a name that begins
   *     with #, half a surrogate pair
   */
  byte[] write(Trace trace) {
    check(trace);
    out.append("{\n  \"#meta\": {\n");
    meta(trace.meta());
    out.append("\n  },\n  \"vars\": ");
    list("[", trace.vars(), this::text, "]");
    out.append(",\n  \"states\": [");
    for (int i = 0; i < trace.steps().size(); i++) {
      out.append(i == 0 ? "\n" : ",\n");
      step(i, trace.steps().get(i));
    }
    out.append("\n  ]");
    if (trace.loop().isPresent()) {
      out.append(",\n  \"loop\": ").append(trace.loop().getAsInt());
    }
    out.append("\n}\n");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void check(Trace trace) {
    if (trace.steps().isEmpty()) {
      throw new IllegalArgumentException("a trace without states");
    }
    int labelled = 0;
    for (Trace.Step step : trace.steps()) {
      if (!step.state().vars().equals(trace.vars())) {
        throw new IllegalArgumentException(
            "a state of " + step.state().vars() + " in a trace of " + trace.vars());
      }
      labelled += step.action() == null ? 0 : 1;
    }
    if (trace.steps().getFirst().action() != null) {
      throw new IllegalArgumentException("an action that leads to the first state");
    }
    if (labelled != 0 && labelled != trace.steps().size() - 1) {
      throw new IllegalArgumentException("some steps have an action and some have none");
    }
    if (trace.loop().isPresent()
        && (trace.loop().getAsInt() < 0 || trace.loop().getAsInt() >= trace.steps().size())) {
      throw new IllegalArgumentException("a loop to state " + trace.loop().getAsInt());
    }
    trace.vars().forEach(ItfWriter::checkName);
  }

  private static void checkName(String name) {
    if (name.startsWith("#")) {
      throw new IllegalArgumentException("the name " + name + " begins with #");
    }
  }

  private void meta(Trace.Meta meta) {
    List<String> lines = new ArrayList<>();
    lines.add("\"format\": \"ITF\"");
    lines.add("\"format-description\": \"" + DESCRIPTION + "\"");
    lines.add("\"format-version\": " + VERSION);
    metaLine(lines, "model", meta.model());
    metaLine(lines, "module", meta.module());
    metaLine(lines, "property", meta.property());
    metaLine(lines, "module-sha256", meta.moduleSha256());
    metaLine(lines, "modules-sha256", meta.modulesSha256());
    metaLine(lines, "config-sha256", meta.configSha256());
    metaLine(lines, "description", meta.description());
    out.append("    ").append(String.join(",\n    ", lines));
  }

  private static void metaLine(List<String> lines, String name, String value) {
    if (!value.isEmpty()) { // empty means unknown
      StringBuilder line = new StringBuilder("\"").append(name).append("\": ");
      quote(value, line);
      lines.add(line.toString());
    }
  }

  private void step(int index, Trace.Step step) {
    out.append("    {\n      \"#meta\": {\"index\": ").append(index);
    action(step.action());
    out.append('}');
    State state = step.state();
    for (int i = 0; i < state.vars().size(); i++) {
      out.append(",\n      ");
      field(state.vars().get(i), state.value(i));
    }
    out.append("\n    }");
  }

  private void action(@Nullable ActionInstance action) {
    if (action != null) {
      out.append(", \"action\": ");
      text(action.action());
      out.append(", \"args\": ");
      record(action.args());
    }
  }

  private void value(Value value) {
    switch (value) {
      case Value.Bool bool -> out.append(bool.value());
      case Value.Int number when plainIntegers -> out.append(number.value());
      case Value.Int number -> out.append("{\"#bigint\": \"").append(number.value()).append("\"}");
      case Value.Text text -> text(text.value());
      case Value.Seq seq -> list("[", seq.elements(), this::value, "]");
      case Value.SetOf set -> list("{\"#set\": [", set.elements(), this::value, "]}");
      case Value.Rec rec -> record(rec.fields());
      case Value.Fcn fcn -> list("{\"#map\": [", fcn.entries().entrySet(), this::entry, "]}");
    }
  }

  private void record(Map<String, Value> fields) {
    fields.keySet().forEach(ItfWriter::checkName);
    list("{", fields.entrySet(), field -> field(field.getKey(), field.getValue()), "}");
  }

  private void field(String name, Value value) {
    text(name);
    out.append(": ");
    value(value);
  }

  private void entry(Map.Entry<Value, Value> entry) {
    out.append('[');
    value(entry.getKey());
    out.append(", ");
    value(entry.getValue());
    out.append(']');
  }

  private <T> void list(
      String open, Iterable<T> parts, java.util.function.Consumer<T> each, String close) {
    out.append(open);
    for (Iterator<T> rest = parts.iterator(); rest.hasNext(); ) {
      each.accept(rest.next());
      out.append(rest.hasNext() ? ", " : "");
    }
    out.append(close);
  }

  private void text(String text) {
    quote(text, out);
  }

  static void quote(String text, StringBuilder out) {
    if (hasHalfSurrogatePair(text)) {
      throw new IllegalArgumentException("half a surrogate pair is no text");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Whether UTF-8 cannot hold the text. */
  static boolean hasHalfSurrogatePair(String text) {
    return text.codePoints()
        .anyMatch(point -> Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE);
  }
}
