package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comments of a module say of the code that it models: functions, fields, files. */
final class Mentions {
  private static final Pattern DEFINITION = Pattern.compile("(\\w+)(\\([^)]*\\))?\\s*==.*");
  private static final Pattern DECLARED = Pattern.compile("\\s+(\\w+),?\\s.*");
  private static final Pattern NAME = Pattern.compile("\\w+");
  private static final String COMMENT = "\\*";

  private Mentions() {}

  /**
   * One comment.
   *
   * @param what it is about: a definition, a variable or a constant; empty for the module
   * @param names the identifiers in it
   */
  record Mention(String what, String sentence, Set<String> names) {
    /** Whether it has an identifier, capitals ignored. */
    boolean has(String name) {
      return names.stream().anyMatch(name::equalsIgnoreCase);
    }
  }

  /**
   * @param module the module's text
   */
  static List<Mention> in(String module) {
    List<Mention> mentions = new ArrayList<>();
    List<String> above = new ArrayList<>(); // the lines of a block comment
    for (String line : module.lines().toList()) {
      String text = line.strip();
      if (text.startsWith("(*")) {
        above.add(text.replaceFirst("^\\(\\*+", "").replaceFirst("\\*+\\)$", "").strip());
        continue;
      }
      Matcher definition = DEFINITION.matcher(line);
      Matcher declared = DECLARED.matcher(line);
      String what = definition.matches() ? definition.group(1) : "";
      add(mentions, what, String.join(" ", above).strip());
      above.clear();
      int comment = line.indexOf(COMMENT);
      if (comment >= 0) {
        boolean isDeclared = what.isEmpty() && comment > 0 && declared.matches();
        add(
            mentions,
            isDeclared ? declared.group(1) : what.isEmpty() ? last(mentions) : what,
            line.substring(comment + COMMENT.length()).strip());
      }
    }
    return mentions;
  }

  /** A comment line without anything else belongs to what is above it. */
  private static String last(List<Mention> mentions) {
    return mentions.isEmpty() ? "" : mentions.getLast().what();
  }

  private static void add(List<Mention> mentions, String what, String sentence) {
    if (!sentence.isEmpty()) {
      Set<String> names = new LinkedHashSet<>();
      NAME.matcher(sentence).results().forEach(name -> names.add(name.group()));
      mentions.add(new Mention(what, sentence, names));
    }
  }
}
