package org.mmucheck.itf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one ITF document. The order of its fields is free. */
final class ItfReader {
  private final String file;
  private final JsonParser in;
  private final ItfValues values;

  private final Map<String, String> meta = new LinkedHashMap<>();
  private @Nullable List<String> vars;
  private List<String> params = List.of();
  private @Nullable List<RawState> states;
  private @Nullable Long loop;
  private String loopPosition = "";

  /** A state before the variables are known: they may come after the states. */
  private record RawState(
      String position, @Nullable ActionInstance action, Map<String, Value> values) {}

  private ItfReader(String file, JsonParser in, boolean isForReaders) {
    this.file = file;
    this.in = in;
    this.values = new ItfValues(file, in, isForReaders);
  }

  static Trace read(String file, String text) {
    return read(file, text, false);
  }

  /** For people to read only: a value that is none of ours is its text. */
  static Trace readForReaders(String file, String text) {
    return read(file, text, true);
  }

  private static Trace read(String file, String text, boolean isForReaders) {
    if (text.isBlank()) {
      throw new InputException(file, "", "is empty");
    }
    try (JsonParser in = JsonInput.parser(text)) {
      ItfReader reader = new ItfReader(file, in, isForReaders);
      try {
        reader.document();
      } catch (JacksonException e) {
        throw JsonInput.malformed(file, e, in);
      }
      return reader.trace();
    }
  }

  private void document() {
    in.nextToken();
    values.expect(JsonToken.START_OBJECT, "a trace, that is a JSON object");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "#meta" -> meta();
        case "params" -> params = names();
        case "vars" -> vars = names();
        case "states" -> states = states();
        case "loop" -> {
          loopPosition = JsonInput.position(in);
          loop = values.integer("the index of a state");
        }
        default -> in.skipChildren(); // other tools may say more
      }
    }
    if (in.nextToken() != null) {
      throw values.wrong("text after the end of the trace");
    }
  }

  private void meta() {
    values.expect(JsonToken.START_OBJECT, "an object");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "format" -> {
          if (!values.string("\"ITF\"").equals("ITF")) {
            throw values.wrong("the format is " + JsonInput.shown(in.getString()) + ", not ITF");
          }
        }
        case "format-version" -> {
          long version = values.integer("the version of the format");
          if (version != ItfWriter.VERSION) {
            throw values.wrong(
                "version " + version + " of the format; this program reads " + ItfWriter.VERSION);
          }
        }
        case "model",
            "module",
            "property",
            "module-sha256",
            "modules-sha256",
            "config-sha256",
            "description" ->
            meta.put(name, values.string("a string"));
        default -> in.skipChildren();
      }
    }
  }

  private List<String> names() {
    values.expect(JsonToken.START_ARRAY, "a list of names");
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      String name = values.string("a name");
      if (name.startsWith("#")) {
        throw values.wrong("the name " + JsonInput.shown(name) + " begins with #");
      }
      if (!seen.add(name)) {
        throw values.wrong(JsonInput.shown(name) + " is listed twice");
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private List<RawState> states() {
    values.expect(JsonToken.START_ARRAY, "a list of states");
    List<RawState> read = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      read.add(state(read.size()));
    }
    return read;
  }

  private RawState state(int index) {
    values.expect(JsonToken.START_OBJECT, "a state, that is an object");
    String position = JsonInput.position(in);
    ActionInstance action = null;
    Map<String, Value> assigned = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      if (name.equals("#meta")) {
        in.nextToken();
        action = stateMeta(index);
      } else if (name.startsWith("#")) {
        throw values.wrong("a state has no " + JsonInput.shown(name));
      } else {
        in.nextToken();
        assigned.put(name, values.value());
      }
    }
    return new RawState(position, action, assigned);
  }

  private @Nullable ActionInstance stateMeta(int index) {
    values.expect(JsonToken.START_OBJECT, "an object");
    String action = null;
    Map<String, Value> args = null;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "index" -> {
          if (values.integer("the index of the state") != index) {
            throw values.wrong("this state is number " + index + ", counted from 0");
          }
        }
        case "action" -> action = values.string("the name of an action");
        case "args" -> args = args();
        default -> in.skipChildren();
      }
    }
    if (action == null && args != null) {
      throw values.wrong("args without an action");
    }
    if (action != null && index == 0) {
      throw values.wrong("the first state has an action that leads to it");
    }
    return action == null ? null : new ActionInstance(action, args == null ? Map.of() : args);
  }

  private Map<String, Value> args() {
    values.expect(JsonToken.START_OBJECT, "an object: the action's parameters");
    Map<String, Value> args = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      if (name.startsWith("#")) {
        throw values.wrong("no parameter is named " + JsonInput.shown(name));
      }
      in.nextToken();
      args.put(name, values.value());
    }
    return args;
  }

  private Trace trace() {
    if (vars == null || vars.isEmpty()) {
      throw new InputException(file, "", vars == null ? "has no vars" : "vars is empty");
    }
    if (states == null || states.isEmpty()) {
      throw new InputException(file, "", states == null ? "has no states" : "states is empty");
    }
    List<Trace.Step> steps = new ArrayList<>(states.size());
    boolean labelled = states.size() > 1 && states.get(1).action() != null;
    for (RawState state : states) {
      if (!steps.isEmpty() && (state.action() != null) != labelled) {
        throw new InputException(
            file,
            state.position(),
            labelled
                ? "no action, but the states before have one"
                : "an action, but the states before have none");
      }
      steps.add(new Trace.Step(state.action(), assemble(state, vars)));
    }
    return new Trace(metaRecord(), vars, steps, loop(steps.size()));
  }

  private State assemble(RawState raw, List<String> vars) {
    Value[] ordered = new Value[vars.size()];
    for (int i = 0; i < ordered.length; i++) {
      Value value = raw.values().remove(vars.get(i));
      if (value == null) {
        throw new InputException(
            file, raw.position(), "no value for the variable " + JsonInput.shown(vars.get(i)));
      }
      ordered[i] = value;
    }
    params.forEach(raw.values()::remove); // the first state of other tools' traces has them
    if (!raw.values().isEmpty()) {
      throw new InputException(
          file,
          raw.position(),
          JsonInput.shown(raw.values().keySet().iterator().next()) + " is not listed in vars");
    }
    return new State(vars, ordered);
  }

  private OptionalInt loop(int states) {
    if (loop == null) {
      return OptionalInt.empty();
    }
    if (loop < 0 || loop >= states) {
      throw new InputException(
          file, loopPosition, "no state " + loop + "; there are " + states + ", counted from 0");
    }
    return OptionalInt.of(loop.intValue());
  }

  private Trace.Meta metaRecord() {
    return new Trace.Meta(
        metaText("model"),
        metaText("module"),
        metaText("property"),
        metaText("module-sha256"),
        metaText("modules-sha256"),
        metaText("config-sha256"),
        metaText("description"));
  }

  private String metaText(String name) {
    return meta.getOrDefault(name, "");
  }
}
