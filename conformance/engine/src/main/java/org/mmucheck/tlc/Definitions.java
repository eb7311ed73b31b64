package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.catalog.Source;
import org.mmucheck.tlc.Coverage.Part;

/** The operators that a module defines, by its text: each from its line to the next one's. */
final class Definitions {
  private static final Pattern DEFINITION = Pattern.compile("(\\w+)(\\([^)]*\\))?\\s*==.*");
  private static final Pattern NAME = Pattern.compile("(?<![.\\w])\\w+"); // no field of a record
  private static final Pattern NO_CODE =
      Pattern.compile("\"[^\"]*\"|\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);

  private final String module;
  private final List<String> lines;
  private final Map<String, Part> byName = new LinkedHashMap<>();

  /**
   * @param lines the module's text
   */
  Definitions(String module, List<String> lines) {
    this.module = module;
    this.lines = List.copyOf(lines);
    int end = lines.size();
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher definition = DEFINITION.matcher(lines.get(i));
      if (definition.matches()) {
        byName.put(
            definition.group(1), new Part(module, i + 1, 1, end, lines.get(end - 1).length()));
        end = i;
      }
    }
  }

  static Definitions in(Source source) {
    try {
      return new Definitions(source.module(), Files.readAllLines(source.moduleFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The definitions that a part calls, and those that these call; none if it is elsewhere. */
  Set<Part> calledIn(Part part) {
    Set<Part> called = new LinkedHashSet<>();
    Deque<Part> open = new ArrayDeque<>(part.module().equals(module) ? List.of(part) : List.of());
    while (!open.isEmpty()) {
      Matcher name = NAME.matcher(NO_CODE.matcher(text(open.pop())).replaceAll(" "));
      while (name.find()) {
        Part definition = byName.get(name.group());
        if (definition != null && called.add(definition)) {
          open.push(definition);
        }
      }
    }
    return called;
  }

  private String text(Part part) {
    StringBuilder text = new StringBuilder();
    for (int line = part.line(); line <= part.endLine(); line++) {
      String all = lines.get(line - 1);
      int from = line == part.line() ? part.column() - 1 : 0;
      int to = line == part.endLine() ? part.endColumn() : all.length();
      text.append(all, from, to).append('\n');
    }
    return text.toString();
  }
}
