package org.mmucheck.kvm;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The actions of a module as its text defines them, whatever a model's constants leave of them. */
final class NamedActions {
  private static final Pattern DEFINITION = Pattern.compile("([A-Z]\\w*)(?:\\([^)]*\\))? *==(.*)");

  private NamedActions() {}

  /** The actions under {@code Next}, with the comment behind the definition's head. */
  static Map<String, String> of(String module) throws IOException {
    Map<String, StringBuilder> definitions = new LinkedHashMap<>();
    StringBuilder body = new StringBuilder();
    for (String line : Files.readAllLines(Committed.module(module))) {
      Matcher definition = DEFINITION.matcher(line);
      if (definition.matches()) {
        body = new StringBuilder(definition.group(2));
        definitions.put(definition.group(1), body);
      } else if (line.isEmpty() || line.startsWith(" ")) {
        body.append('\n').append(line);
      } else {
        body = new StringBuilder(); // a comment or another unit
      }
    }
    Map<String, String> actions = new TreeMap<>();
    collect("Next", definitions, actions, new HashSet<>());
    return actions;
  }

  /** An action says what it changes; what does not only names actions. */
  private static void collect(
      String name,
      Map<String, StringBuilder> definitions,
      Map<String, String> actions,
      Set<String> seen) {
    if (!seen.add(name)) {
      return;
    }
    String body = definitions.get(name).toString();
    String code = body.replaceAll("\\\\\\*.*", "");
    boolean isConjunction = code.strip().startsWith("/\\") && !code.contains("\\/");
    if (isConjunction || code.contains("'") || code.contains("UNCHANGED")) {
      Matcher comment = Pattern.compile("\\A\\s*\\\\\\*(.*)").matcher(body);
      actions.put(name, comment.find() ? comment.group(1).strip() : "");
      return;
    }
    Matcher words = Pattern.compile("\\b[A-Z]\\w*\\b").matcher(code);
    while (words.find()) {
      if (definitions.containsKey(words.group())) {
        collect(words.group(), definitions, actions, seen);
      }
    }
  }
}
