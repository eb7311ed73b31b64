package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mmucheck.input.InputException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a manifest's {@code task}: {@code {"Send": "n", "Tick": null, "*": 1}}. An action that no
 * module of the folder defines, and a parameter that the action does not have, are errors.
 */
final class TasksReader {
  private static final String FIELD = "task";
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^\\s*(\\w+)[ \\t]*(?:\\(([^()]*)\\))?[ \\t]*==");

  private final Fields top;
  private final Map<String, List<String>> parameters = new HashMap<>(); // by operator

  private TasksReader(Fields top, Path folder) {
    this.top = top;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".tla")).sorted().toList()) {
        Matcher definition = DEFINITION.matcher(Files.readString(file));
        while (definition.find()) {
          String list = definition.group(2) == null ? "" : definition.group(2);
          parameters.put(
              definition.group(1),
              Stream.of(list.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList());
        }
      }
    } catch (IOException e) {
      throw new InputException(folder.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  /**
   * @param folder with the modules
   */
  static Tasks read(Fields top, Path folder) {
    if (!top.has(FIELD)) {
      return Tasks.FIRST;
    }
    TasksReader reader = new TasksReader(top, folder);
    Map<String, Tasks.Parameter> tasks = new LinkedHashMap<>();
    top.entries(FIELD)
        .forEach((action, value) -> tasks.put(action, reader.parameter(action, value)));
    if (tasks.isEmpty()) {
      throw top.wrong(FIELD, "says nothing; leave it out, or name an action or *");
    }
    return new Tasks(tasks);
  }

  private Tasks.Parameter parameter(String action, JsonNode value) {
    String at = FIELD + "." + action;
    boolean isOthers = action.equals(Tasks.OTHERS);
    List<String> known = isOthers ? List.of() : parametersOf(action, at);
    if (value.isNull()) {
      return new Tasks.Parameter(null, 0);
    }
    if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0) {
      int position = value.intValue();
      if (!isOthers && position > known.size()) {
        throw top.wrong(at, action + " has " + known.size() + " parameters, not " + position);
      }
      return new Tasks.Parameter(null, position);
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      throw top.wrong(at, "must be a parameter's name, its position from 1, or null for none");
    }
    String name = value.stringValue();
    if (isOthers) {
      if (parameters.values().stream().noneMatch(names -> names.contains(name))) {
        throw top.wrong(at, "no operator has a parameter '" + name + "'");
      }
      return new Tasks.Parameter(name, 0);
    }
    if (!known.contains(name)) {
      throw top.wrong(
          at,
          action
              + " has no parameter '"
              + name
              + "'; "
              + (known.isEmpty() ? "it has none" : "it has " + String.join(", ", known)));
    }
    return new Tasks.Parameter(name, known.indexOf(name) + 1);
  }

  private List<String> parametersOf(String action, String at) {
    List<String> known = parameters.get(action);
    if (known == null) {
      throw top.wrong(
          at,
          "no module here defines '"
              + action
              + "'"
              + EditDistance.nearest(action, Set.copyOf(parameters.keySet()))
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
    }
    return known;
  }
}
