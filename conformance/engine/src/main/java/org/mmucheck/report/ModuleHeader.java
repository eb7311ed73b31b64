package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comment at the head of a module says.
 *
 * @param about what the module is; empty if it has no such comment
 * @param models the code that it models, as the sentence {@code Models …} says; empty if none does
 * @param leftOut what it leaves out, as the sentence {@code Left out: …} says; empty if none does
 */
public record ModuleHeader(String about, String models, String leftOut) {
  private static final Pattern MODULE = Pattern.compile("-{4,}\\s*MODULE\\s+\\w+\\s*-{4,}.*");
  private static final Pattern MODELS = Pattern.compile("(?<=^|\\. |\\? )Models\\s");
  private static final String LEFT_OUT = "Left out:";

  /**
   * @param module the module's text
   */
  public static ModuleHeader of(String module) {
    String about = "";
    String models = "";
    String leftOut = "";
    for (String paragraph : paragraphs(module)) {
      Matcher begin = MODELS.matcher(paragraph);
      if (paragraph.startsWith(LEFT_OUT)) {
        leftOut = capital(paragraph.substring(LEFT_OUT.length()).strip());
      } else if (models.isEmpty() && begin.find()) {
        about = about.isEmpty() ? paragraph.substring(0, begin.start()).strip() : about;
        models = paragraph.substring(begin.start()).strip();
      } else if (about.isEmpty()) {
        about = paragraph;
      }
    }
    return new ModuleHeader(about, models, leftOut);
  }

  /** The comment lines between the module's first line and its first line of TLA+. */
  private static List<String> paragraphs(String module) {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    boolean inside = false;
    for (String line : module.lines().toList()) {
      if (!inside) {
        inside = MODULE.matcher(line).matches();
        continue;
      }
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("(*") && !text.startsWith("\\*")) {
        break;
      }
      text = text.replaceFirst("^(\\(\\*+|\\\\\\*)", "").replaceFirst("\\*+\\)$", "").strip();
      if (text.isEmpty()) {
        add(paragraphs, paragraph);
      } else {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(text);
      }
    }
    add(paragraphs, paragraph);
    return paragraphs;
  }

  private static void add(List<String> paragraphs, StringBuilder paragraph) {
    if (!paragraph.isEmpty()) {
      paragraphs.add(paragraph.toString());
      paragraph.setLength(0);
    }
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
