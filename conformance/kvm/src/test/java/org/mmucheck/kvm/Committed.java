package org.mmucheck.kvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.replay.Target;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * The project's own traces and models, without TLC: opening a spec takes longer than replaying a
 * hundred traces, so a model's constants are read from its configuration here.
 */
final class Committed {
  static final Path SPEC = Path.of("..", "..", "spec");
  static final Path TRACES = Path.of("..", "..", "traces");
  static final Catalog CATALOG = Catalog.load(SPEC);
  private static final Pattern CONSTANT = Pattern.compile("\\s+(\\w+) = (\\S.*)");

  private static final Map<String, List<ActionInstance>> NAMED = new ConcurrentHashMap<>();

  private Committed() {}

  /** The file of a module. */
  static Path module(String module) {
    return CATALOG.moduleFile(module).orElseThrow();
  }

  /** The traces of the modules that have Java code. */
  static List<Path> files() {
    Set<String> bound = Bindings.all().stream().map(Adapter::module).collect(Collectors.toSet());
    return TraceFiles.list(TRACES).stream()
        .filter(file -> bound.contains(TRACES.relativize(file).getName(0).toString()))
        .toList();
  }

  static Trace trace(String model) {
    return TraceFiles.read(CATALOG.find(model).getFirst().traceFile(TRACES));
  }

  /**
   * The code as the trace's own model sets it up; it knows the action instances of the trace, and
   * all actions of the module by name.
   */
  static Target target(Trace trace) {
    return new Target(
        Bindings.of(trace.meta().module()),
        trace.vars(),
        constants(trace.meta().model()),
        Stream.concat(
                trace.steps().stream().map(Trace.Step::action).filter(Objects::nonNull),
                NAMED.computeIfAbsent(trace.meta().module(), Committed::named).stream())
            .collect(Collectors.toSet()));
  }

  private static List<ActionInstance> named(String module) {
    try {
      return NamedActions.of(module).keySet().stream()
          .map(name -> new ActionInstance(name, Map.of()))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The constants that the model's configuration lists. */
  static Map<String, Value> constants(String model) {
    Map<String, Value> constants = new HashMap<>();
    for (String line : CATALOG.find(model).getFirst().config().lines().toList()) {
      Matcher constant = CONSTANT.matcher(line);
      if (constant.matches()) {
        constants.put(constant.group(1), value(constant.group(2).strip()));
      }
    }
    return constants;
  }

  private static Value value(String text) {
    if (text.startsWith("{") && text.endsWith("}")) {
      return Value.set(
          Arrays.stream(text.substring(1, text.length() - 1).split(","))
              .map(String::strip)
              .filter(element -> !element.isEmpty())
              .map(Committed::value)
              .toList());
    }
    if (text.equals("TRUE") || text.equals("FALSE")) {
      return Value.of(text.equals("TRUE"));
    }
    return text.matches("-?\\d+")
        ? Value.of(Long.parseLong(text))
        : Value.of(text.replace("\"", ""));
  }
}
