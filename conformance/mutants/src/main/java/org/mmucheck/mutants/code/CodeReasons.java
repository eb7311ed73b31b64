package org.mmucheck.mutants.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why changes of code that nothing notices are no faults, from the file {@code code-mutants.json}
 * in the folder of specs: {@code {"survive": [{"in": "org.mmucheck.model.mmu.TdpRoot.put",
 * "change": "removed conditional", "nth": 1, "why": "..."}]}}. {@code
 * spec/code-mutants.schema.json} says the same of the form.
 *
 * <p>A reason is for the mutants of a method that agree with all that it says; only {@code in} and
 * {@code why} must be there. It names no line, so it stays with its mutant when the text around
 * that changes. None of the mutants that it is for may be noticed.
 */
public final class CodeReasons {
  /** The file's name. */
  public static final String FILE = "code-mutants.json";

  private static final String LIST = "survive";
  private static final Set<String> DOCUMENT_FIELDS = new TreeSet<>(Set.of("$schema", LIST));
  private static final Set<String> FIELDS = new TreeSet<>(Set.of("in", "change", "nth", "why"));

  private final List<Reason> reasons;

  private CodeReasons(List<Reason> reasons) {
    this.reasons = List.copyOf(reasons);
  }

  /**
   * One reason.
   *
   * @param in the class and the method: {@code a.b.Foo$Bar.method}
   * @param change what PIT says of the change; null for each
   * @param nth which of the mutants of the method that read alike, from 1; null for each
   */
  public record Reason(String in, @Nullable String change, @Nullable Integer nth, String why) {
    /** The class. */
    public String className() {
      return in.substring(0, in.lastIndexOf('.'));
    }

    /** Whether it is for a mutant. */
    public boolean isFor(CodeMutant mutant) {
      return in.equals(mutant.className() + "." + mutant.method())
          && (change == null || change.equals(mutant.says()))
          && (nth == null || nth == mutant.nth());
    }

    /** What it is for, on one line. */
    public String line() {
      return in + (change == null ? "" : ", " + change) + (nth == null ? "" : ", number " + nth);
    }
  }

  /**
   * The reasons of a folder of specs; none if it has no such file.
   *
   * @throws InputException if the file is malformed
   */
  public static CodeReasons in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new CodeReasons(List.of());
    }
    try {
      String text = Files.readString(file);
      return new CodeReasons(read(file.toString(), new JsonMapper().readTree(text)));
    } catch (JacksonException e) {
      throw new InputException(file.toString(), "", "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static List<Reason> read(String file, JsonNode document) {
    JsonNode survive = document.get(LIST);
    if (survive == null || !survive.isArray()) {
      throw new InputException(file, "", "must be an object with the list '" + LIST + "'");
    }
    refuseUnknown(file, "", document, DOCUMENT_FIELDS);
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode each : survive) {
      reasons.add(reason(file, LIST + "[" + reasons.size() + "]", each));
    }
    return reasons;
  }

  private static Reason reason(String file, String at, JsonNode node) {
    if (!node.isObject()) {
      throw new InputException(file, at, "must be an object");
    }
    refuseUnknown(file, at + ".", node, FIELDS);
    String in = text(file, at, node, "in");
    String why = text(file, at, node, "why");
    if (in == null || why == null || why.isBlank()) {
      throw new InputException(file, at, "must say 'in' which method, and 'why'");
    }
    if (in.indexOf('.') < 1 || in.endsWith(".")) {
      throw new InputException(file, at + ".in", "must be a class and a method: a.b.Foo.bar");
    }
    return new Reason(in, text(file, at, node, "change"), number(file, at, node.get("nth")), why);
  }

  private static void refuseUnknown(String file, String at, JsonNode node, Set<String> known) {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw new InputException(
            file, at + name, "unknown field; known are " + String.join(", ", known));
      }
    }
  }

  private static @Nullable String text(String file, String at, JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value != null && !value.isString()) {
      throw new InputException(file, at + "." + name, "must be a text");
    }
    return value == null ? null : value.stringValue();
  }

  private static @Nullable Integer number(String file, String at, @Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (!value.isInt() || value.intValue() < 1) {
      throw new InputException(file, at + ".nth", "must be a whole number from 1");
    }
    return value.intValue();
  }

  /** The reasons, in the file's order. */
  public List<Reason> all() {
    return reasons;
  }

  /** Why nothing notices the mutant; empty if nobody said. */
  public Optional<String> why(CodeMutant mutant) {
    return reasons.stream().filter(each -> each.isFor(mutant)).map(Reason::why).findFirst();
  }

  /**
   * The reasons that are not true any more: one of their mutants is noticed, or there is none.
   *
   * @param tried mutants that were tried
   */
  public List<Reason> stale(List<CodeTried> tried) {
    return reasons.stream()
        .filter(
            reason ->
                CodeMutants.of(reason.className()).stream().noneMatch(reason::isFor)
                    || tried.stream()
                        .anyMatch(each -> each.kill().isPresent() && reason.isFor(each.mutant())))
        .toList();
  }
}
