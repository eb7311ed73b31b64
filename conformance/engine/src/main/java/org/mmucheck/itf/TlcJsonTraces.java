package org.mmucheck.itf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trace as TLC writes it with {@code -dumpTrace json} (1.8.0 and newer; TLC's {@code
 * _JsonTrace.tla}). The file names neither the model nor the broken property.
 *
 * <p>That format writes sets, sequences and functions on {@code 1..n} alike as lists, and other
 * functions as objects with their keys as text. What each value was is found by comparing it with a
 * state of the spec.
 */
public final class TlcJsonTraces {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonInput.FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Trace.Meta NOTHING = new Trace.Meta("", "", "", "", "", "");

  private final String file;
  private final String path; // of what holds the lists
  private final List<String> vars;
  private final List<JsonNode> states = new ArrayList<>();
  private final List<@Nullable ActionInstance> labels = new ArrayList<>();
  private OptionalInt loop = OptionalInt.empty();
  private @Nullable ActionInstance closing;

  private TlcJsonTraces(String file, JsonNode root) {
    this.file = file;
    boolean recent = root.has("counterexample"); // since 2026-01-30; before, what is now within
    path = recent ? "counterexample." : "";
    JsonNode body = recent ? root.get("counterexample") : root;
    readStates(list(body, "state"));
    vars = List.copyOf(states.getFirst().propertyNames());
    readActions(list(body, "action"));
  }

  /** Whether a JSON text looks like one: by the first of its names that tells. */
  public static boolean isOne(String text) {
    try (JsonParser in = JsonInput.parser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        switch (in.currentName()) {
          case "counterexample", "action", "state" -> {
            return true;
          }
          case "states", "#meta" -> {
            return false;
          }
          default -> {
            in.nextToken();
            in.skipChildren();
          }
        }
      }
    } catch (JacksonException e) {
      return false; // whoever reads it says what is wrong with it
    }
    return false;
  }

  /**
   * Reads a trace.
   *
   * @param file where it comes from, for messages
   * @throws InputException if the text is malformed
   */
  public static TlcJsonTraces parse(String file, String text) {
    if (text.isBlank()) {
      throw new InputException(file, "", "is empty");
    }
    try (JsonParser in = JsonInput.parser(text)) {
      JsonNode root;
      try {
        root = MAPPER.readTree(in);
      } catch (JacksonException e) {
        throw JsonInput.malformed(file, e, in);
      }
      return new TlcJsonTraces(file, root);
    }
  }

  /**
   * Reads a trace whose values are what those of a state are. All of its {@link Trace.Meta} is
   * empty.
   *
   * @param shape a state of the spec, best an initial one, whose values tell what the file's are
   * @throws InputException if the file is missing, unreadable, malformed, too large, or of another
   *     spec
   */
  public static Trace read(Path file, State shape) {
    return parse(file.toString(), JsonInput.text(file)).trace(shape.vars(), shape);
  }

  /**
   * The trace for people to read: where a list or an object may be several things, it is a sequence
   * or a record.
   *
   * @throws InputException if a value is none
   */
  public Trace forReaders() {
    return trace(vars, null);
  }

  /** The variables, in the order of the file. */
  public List<String> vars() {
    return vars;
  }

  /** The number of states, at least 1. */
  public int size() {
    return states.size();
  }

  /** Where a state is in the file. */
  public String position(int index) {
    return path + "state[" + index + "]";
  }

  /** The action that led to a state; null for the first. */
  public @Nullable ActionInstance label(int index) {
    return labels.get(index);
  }

  /** For a lasso, the index of the state that follows the last one. */
  public OptionalInt loop() {
    return loop;
  }

  /** The action that leads there; null where there is no lasso. */
  public @Nullable ActionInstance closing() {
    return closing;
  }

  /** Whether a state of the file may be this one. */
  public boolean shows(int index, State state) {
    for (int i = 0; i < state.vars().size(); i++) {
      JsonNode value = states.get(index).get(state.vars().get(i));
      if (value == null || !isOne(value, state.value(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOne(JsonNode node, Value value) {
    try {
      return LossyValue.resolve(node, List.of(value)).equals(value);
    } catch (LossyValue.Unclear e) {
      return false;
    }
  }

  private Trace trace(List<String> ordered, @Nullable State shape) {
    List<Trace.Step> steps = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      steps.add(new Trace.Step(labels.get(i), state(i, ordered, shape)));
    }
    return new Trace(NOTHING, ordered, steps, loop);
  }

  private State state(int index, List<String> ordered, @Nullable State shape) {
    JsonNode node = states.get(index);
    String at = position(index) + "[1]";
    Value[] values = new Value[ordered.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(ordered.get(i));
      if (value == null) {
        throw wrong(at, "no value for the variable " + JsonInput.shown(ordered.get(i)));
      }
      List<Value> examples = shape == null ? List.of() : List.of(shape.value(i));
      values[i] = lossy(value, at + "." + JsonInput.shown(ordered.get(i)), examples);
    }
    for (String name : node.propertyNames()) {
      if (!ordered.contains(name)) {
        throw wrong(at, "the spec has no variable " + JsonInput.shown(name));
      }
    }
    return new State(ordered, values);
  }

  private void readStates(JsonNode entries) {
    if (entries.isEmpty()) {
      throw wrong(path + "state", "is empty");
    }
    for (int i = 0; i < entries.size(); i++) {
      if (number(entries.get(i).path(0), position(i) + "[0]", entries.size()) != i + 1) {
        throw wrong(position(i) + "[0]", "expected " + (i + 1) + ", states are numbered from 1");
      }
      JsonNode state = entries.get(i).path(1);
      if (!state.isObject()) {
        throw wrong(position(i) + "[1]", "expected a state, that is an object");
      }
      if (i > 0) {
        requireVariablesOfFirst(state, position(i) + "[1]");
      }
      states.add(state);
      labels.add(null);
    }
  }

  private void requireVariablesOfFirst(JsonNode state, String at) {
    JsonNode first = states.getFirst();
    for (String name : first.propertyNames()) {
      if (!state.has(name)) {
        throw wrong(at, "no value for the variable " + JsonInput.shown(name));
      }
    }
    for (String name : state.propertyNames()) {
      if (!first.has(name)) {
        throw wrong(at, "the first state has no variable " + JsonInput.shown(name));
      }
    }
  }

  private void readActions(JsonNode entries) {
    for (int i = 0; i < entries.size(); i++) {
      String at = path + "action[" + i + "]";
      JsonNode entry = entries.get(i);
      if (!entry.isArray() || entry.size() != 3) {
        throw wrong(at, "expected [source, action, target]");
      }
      int source = number(entry.get(0), at + "[0]", states.size());
      int target = number(entry.get(2), at + "[2]", states.size());
      ActionInstance action = action(entry.get(1), at + "[1]");
      if (target == source + 1) {
        labels.set(target - 1, action);
      } else if (source == states.size() && target <= source && loop.isEmpty()) {
        loop = OptionalInt.of(target - 1);
        closing = action;
      } else {
        throw wrong(at, "no step of the trace leads from state " + source + " to " + target);
      }
    }
    for (int i = 1; i < states.size(); i++) {
      if (labels.get(i) == null) {
        throw wrong(path + "action", "no action leads to state " + (i + 1));
      }
    }
  }

  private ActionInstance action(JsonNode node, String at) {
    JsonNode name = node.path("name");
    if (!name.isString()) {
      throw wrong(at + ".name", "expected the name of an action");
    }
    Map<String, Value> args = new LinkedHashMap<>();
    JsonNode parameters = node.path("parameters");
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i).asString("");
      JsonNode value = node.path("context").get(parameter);
      if (value == null) {
        throw wrong(at + ".context", "no value for parameter " + JsonInput.shown(parameter));
      }
      args.put(parameter, lossy(value, at + ".context." + JsonInput.shown(parameter), List.of()));
    }
    return new ActionInstance(name.stringValue(), args);
  }

  /** The number of a state, from 1; TLC writes a state as its number and its values. */
  private int number(JsonNode node, String at, int most) {
    JsonNode number = node.isArray() ? node.path(0) : node;
    if (!number.isInt() || number.intValue() < 1 || number.intValue() > most) {
      throw wrong(at, "expected the number of a state, from 1 to " + most);
    }
    return number.intValue();
  }

  private JsonNode list(JsonNode parent, String name) {
    JsonNode list = parent.path(name);
    if (!list.isArray()) {
      throw wrong(path + name, "expected a list; is this a trace from TLC's -dumpTrace json?");
    }
    return list;
  }

  private Value lossy(JsonNode node, String at, List<Value> examples) {
    try {
      return LossyValue.resolve(node, examples);
    } catch (LossyValue.Unclear e) {
      throw wrong(at, e.getMessage());
    }
  }

  private InputException wrong(String at, String reason) {
    return new InputException(file, at, reason);
  }
}
