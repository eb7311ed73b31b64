package org.mmucheck.mutants.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.mmucheck.mutants.trace.TraceMutant.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every kind of single change of a trace file of ours, at every place of it. Where a change leaves
 * out or repeats a step, the states are numbered anew, so that not the numbers give it away.
 */
public final class TraceMutants {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ObjectNode whole;
  private final List<TraceMutant> mutants = new ArrayList<>();

  private TraceMutants(ObjectNode whole) {
    this.whole = whole;
  }

  /**
   * The changed files, in a fixed order.
   *
   * @param text a trace file of ours, with actions
   * @param properties names to put in place of the property
   * @param models names to put in place of the model
   * @throws IllegalArgumentException if it is no trace of ours
   */
  public static List<TraceMutant> of(
      String text, Collection<String> properties, Collection<String> models) {
    TraceMutants made = new TraceMutants(parse(text));
    made.states();
    made.steps();
    made.loop();
    made.meta(properties, models);
    made.cosmetic();
    return List.copyOf(made.mutants);
  }

  private static ObjectNode parse(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object
          && object.path("states").isArray()
          && object.path("#meta").isObject()) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no trace of ours", e);
    }
    throw new IllegalArgumentException("no trace of ours");
  }

  private void add(Kind kind, String where, Consumer<ObjectNode> change) {
    ObjectNode copy = whole.deepCopy();
    change.accept(copy);
    if (!copy.equals(whole) || kind.isCosmetic()) {
      mutants.add(new TraceMutant(kind, where, JSON.writeValueAsString(copy)));
    }
  }

  private static ArrayNode statesOf(ObjectNode trace) {
    return (ArrayNode) trace.get("states");
  }

  private static ObjectNode state(ObjectNode trace, int index) {
    return (ObjectNode) statesOf(trace).get(index);
  }

  private static ObjectNode stateMeta(ObjectNode trace, int index) {
    return (ObjectNode) state(trace, index).get("#meta");
  }

  private int size() {
    return statesOf(whole).size();
  }

  /** One value a state and variable, its first leaf that can change. */
  private void states() {
    for (int i = 0; i < size(); i++) {
      int index = i;
      for (String name : List.copyOf(state(whole, i).propertyNames())) {
        if (!name.equals("#meta")) {
          String where = "states[" + i + "]." + name;
          JsonNode changed = OtherValue.of(state(whole, i).get(name));
          add(Kind.VALUE, where, trace -> state(trace, index).set(name, changed));
          if (i == size() - 1) {
            add(Kind.MISSING_VARIABLE, where, trace -> state(trace, index).remove(name));
          }
        }
      }
    }
    add(Kind.MISSING_VARIABLE, "vars[0]", trace -> ((ArrayNode) trace.get("vars")).remove(0));
  }

  private void steps() {
    Set<String> actions = new TreeSet<>();
    for (int i = 1; i < size(); i++) {
      actions.add(stateMeta(whole, i).path("action").asString(""));
    }
    actions.add("NoSuchAction");
    for (int i = 1; i < size(); i++) {
      int index = i;
      for (String action : actions) {
        add(
            Kind.LABEL,
            "states[" + i + "].#meta.action to " + action,
            trace -> stateMeta(trace, index).put("action", action));
      }
      for (String arg : List.copyOf(stateMeta(whole, i).path("args").propertyNames())) {
        argument(index, arg);
      }
      add(Kind.MISSING_STEP, "states[" + i + "]", trace -> renumber(trace, index, -1));
      add(Kind.DOUBLE_STEP, "states[" + i + "]", trace -> renumber(trace, index, 1));
      if (i + 1 < size()) {
        add(Kind.ORDER, "states[" + i + "] and the next", trace -> swap(trace, index));
      }
    }
    if (size() > 2) {
      add(Kind.CUT, "the last state", trace -> statesOf(trace).remove(size() - 1));
      add(
          Kind.EMPTIED,
          "all states but the first",
          trace -> {
            while (statesOf(trace).size() > 1) {
              statesOf(trace).remove(1);
            }
          });
    }
  }

  /** To another value of that argument in this trace, and to one that nobody has. */
  private void argument(int index, String arg) {
    Set<JsonNode> values = new LinkedHashSet<>();
    for (int i = 1; i < size(); i++) {
      stateMeta(whole, i).path("args").properties().forEach(each -> values.add(each.getValue()));
    }
    JsonNode own = stateMeta(whole, index).path("args").path(arg);
    values.add(OtherValue.of(own));
    for (JsonNode value : values) {
      add(
          Kind.ARGUMENT,
          "states[" + index + "].#meta.args." + arg + " to " + value,
          trace -> ((ObjectNode) stateMeta(trace, index).get("args")).set(arg, value));
    }
    add(
        Kind.ARGUMENT,
        "states[" + index + "].#meta.args." + arg + " left out",
        trace -> ((ObjectNode) stateMeta(trace, index).get("args")).remove(arg));
  }

  private static void renumber(ObjectNode trace, int index, int more) {
    ArrayNode states = statesOf(trace);
    if (more < 0) {
      states.remove(index);
    } else {
      states.insert(index, states.get(index).deepCopy());
    }
    for (int i = 0; i < states.size(); i++) {
      stateMeta(trace, i).put("index", i);
    }
    JsonNode loop = trace.get("loop");
    if (loop != null && loop.intValue() >= index) {
      trace.put("loop", loop.intValue() + more);
    }
  }

  private static void swap(ObjectNode trace, int index) {
    ArrayNode states = statesOf(trace);
    JsonNode first = states.get(index);
    states.set(index, states.get(index + 1));
    states.set(index + 1, first);
    stateMeta(trace, index).put("index", index);
    stateMeta(trace, index + 1).put("index", index + 1);
  }

  private void loop() {
    JsonNode own = whole.get("loop");
    for (int i = 0; i <= size(); i++) {
      int index = i;
      if (own == null || own.intValue() != i) {
        add(Kind.LOOP, "loop to " + i, trace -> trace.put("loop", index));
      }
    }
    if (own != null) {
      add(Kind.LOOP, "loop left out", trace -> trace.remove("loop"));
    }
  }

  private void meta(Collection<String> properties, Collection<String> models) {
    for (String name : List.of("module-sha256", "config-sha256")) {
      add(Kind.HASH, "#meta." + name, trace -> metaOf(trace).put(name, "0".repeat(64)));
    }
    for (String property : with("NoSuchProperty", properties)) {
      add(
          Kind.PROPERTY,
          "#meta.property to " + property,
          trace -> metaOf(trace).put("property", property));
    }
    for (String model : with("NoSuchModel", models)) {
      add(Kind.MODEL, "#meta.model to " + model, trace -> metaOf(trace).put("model", model));
    }
    add(Kind.MODULE, "#meta.module", trace -> metaOf(trace).put("module", "NoSuchModule"));
    add(Kind.FORMAT, "#meta.format", trace -> metaOf(trace).put("format", "IFT"));
    add(Kind.FORMAT, "#meta.format-version", trace -> metaOf(trace).put("format-version", 99));
    add(Kind.FORMAT, "states[0].#meta.index", trace -> stateMeta(trace, 0).put("index", 1));
  }

  private static ObjectNode metaOf(ObjectNode trace) {
    return (ObjectNode) trace.get("#meta");
  }

  private static List<String> with(String first, Collection<String> more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(more);
    return all;
  }

  private void cosmetic() {
    add(Kind.DESCRIPTION, "#meta", trace -> metaOf(trace).put("description", "Something else."));
    add(
        Kind.FORMAT_DESCRIPTION,
        "#meta",
        trace -> metaOf(trace).put("format-description", "elsewhere"));
    add(
        Kind.NO_LABELS,
        "states",
        trace -> statesOf(trace).forEach(state -> ((ObjectNode) state).remove("#meta")));
    add(Kind.FIELD_ORDER, "everywhere", TraceMutants::reverse);
    mutants.add(new TraceMutant(Kind.LAYOUT, "everywhere", whole.toPrettyString()));
  }

  private static void reverse(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>(object.propertyNames());
      Collections.reverse(names);
      for (String name : names) {
        JsonNode value = object.remove(name);
        reverse(value);
        object.set(name, value);
      }
    } else if (node.isArray()) {
      node.forEach(TraceMutants::reverse);
    }
  }
}
