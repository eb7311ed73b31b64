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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Traces as TLC writes them with {@code -dumpTrace json} (1.8.0 and newer; TLC's {@code
 * _JsonTrace.tla}).
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

  private final String file;
  private final State shape;

  private TlcJsonTraces(String file, State shape) {
    this.file = file;
    this.shape = shape;
  }

  /**
   * Reads a trace. The file names neither the model nor the broken property: all of {@link
   * Trace.Meta} is empty.
   *
   * @param shape a state of the spec, best an initial one, whose values tell what the file's are
   * @throws InputException if the file is missing, unreadable, malformed, too large, or of another
   *     spec
   */
  public static Trace read(Path file, State shape) {
    String name = file.toString();
    String text = JsonInput.text(file);
    if (text.isBlank()) {
      throw new InputException(name, "", "is empty");
    }
    try (JsonParser in = JsonInput.parser(text)) {
      JsonNode root;
      try {
        root = MAPPER.readTree(in);
      } catch (JacksonException e) {
        throw JsonInput.malformed(name, e, in);
      }
      return new TlcJsonTraces(name, shape).trace(root);
    }
  }

  private Trace trace(JsonNode root) {
    boolean recent = root.has("counterexample"); // since 2026-01-30; before, what is now within
    String path = recent ? "counterexample." : "";
    JsonNode body = recent ? root.get("counterexample") : root;
    List<State> states = states(list(body, "state", path), path + "state");
    @Nullable ActionInstance[] actions = new ActionInstance[states.size()];
    OptionalInt loop = OptionalInt.empty();
    JsonNode entries = list(body, "action", path);
    for (int i = 0; i < entries.size(); i++) {
      String at = path + "action[" + i + "]";
      JsonNode entry = entries.get(i);
      if (!entry.isArray() || entry.size() != 3) {
        throw wrong(at, "expected [source, action, target]");
      }
      int source = number(entry.get(0), at + "[0]", states.size());
      int target = number(entry.get(2), at + "[2]", states.size());
      if (target == source + 1) {
        actions[target - 1] = action(entry.get(1), at + "[1]");
      } else if (source == states.size() && target <= source && loop.isEmpty()) {
        loop = OptionalInt.of(target - 1);
      } else {
        throw wrong(at, "no step of the trace leads from state " + source + " to " + target);
      }
    }
    List<Trace.Step> steps = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      if (i > 0 && actions[i] == null) {
        throw wrong(path + "action", "no action leads to state " + (i + 1));
      }
      steps.add(new Trace.Step(actions[i], states.get(i)));
    }
    return new Trace(new Trace.Meta("", "", "", "", "", ""), shape.vars(), steps, loop);
  }

  private List<State> states(JsonNode entries, String path) {
    if (entries.isEmpty()) {
      throw wrong(path, "is empty");
    }
    List<State> states = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String at = path + "[" + i + "]";
      if (number(entries.get(i).path(0), at + "[0]", entries.size()) != i + 1) {
        throw wrong(at + "[0]", "expected " + (i + 1) + ", states are numbered from 1");
      }
      states.add(state(entries.get(i).path(1), at + "[1]"));
    }
    return states;
  }

  private State state(JsonNode node, String path) {
    if (!node.isObject()) {
      throw wrong(path, "expected a state, that is an object");
    }
    List<String> vars = shape.vars();
    Value[] values = new Value[vars.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(vars.get(i));
      if (value == null) {
        throw wrong(path, "no value for the variable " + vars.get(i));
      }
      values[i] = lossy(value, path + "." + vars.get(i), List.of(shape.value(i)));
    }
    for (String name : node.propertyNames()) {
      if (!vars.contains(name)) {
        throw wrong(path, "the spec has no variable " + JsonInput.shown(name));
      }
    }
    return new State(vars, values);
  }

  private ActionInstance action(JsonNode node, String path) {
    JsonNode name = node.path("name");
    if (!name.isString()) {
      throw wrong(path + ".name", "expected the name of an action");
    }
    Map<String, Value> args = new LinkedHashMap<>();
    JsonNode parameters = node.path("parameters");
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i).asString("");
      JsonNode value = node.path("context").get(parameter);
      if (value == null) {
        throw wrong(path + ".context", "no value for parameter " + JsonInput.shown(parameter));
      }
      args.put(parameter, lossy(value, path + ".context." + JsonInput.shown(parameter), List.of()));
    }
    return new ActionInstance(name.stringValue(), args);
  }

  /** The number of a state, from 1; TLC writes a state as its number and its values. */
  private int number(JsonNode node, String path, int states) {
    JsonNode number = node.isArray() ? node.path(0) : node;
    if (!number.isInt() || number.intValue() < 1 || number.intValue() > states) {
      throw wrong(path, "expected the number of a state, from 1 to " + states);
    }
    return number.intValue();
  }

  private JsonNode list(JsonNode parent, String name, String path) {
    JsonNode list = parent.path(name);
    if (!list.isArray()) {
      throw wrong(path + name, "expected a list; is this a trace from TLC's -dumpTrace json?");
    }
    return list;
  }

  private Value lossy(JsonNode node, String path, List<Value> examples) {
    try {
      return LossyValue.resolve(node, examples);
    } catch (LossyValue.Unclear e) {
      throw wrong(path, e.getMessage());
    }
  }

  private InputException wrong(String path, String reason) {
    return new InputException(file, path, reason);
  }
}
