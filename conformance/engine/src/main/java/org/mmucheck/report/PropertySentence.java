package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what a module says about one of its properties: the comment directly above it. */
public final class PropertySentence {
  /** What ends a translation from PlusCal. */
  private static final String TRANSLATION = "\\* END TRANSLATION";

  private PropertySentence() {}

  /**
   * @param module the module's text
   * @param property the operator's name
   * @return the comment above its definition as one line; empty if there is none
   */
  public static String in(String module, String property) {
    List<String> lines = module.lines().toList();
    Pattern definition = Pattern.compile(Pattern.quote(property) + "\\s*==.*");
    for (int i = 0; i < lines.size(); i++) {
      if (definition.matcher(lines.get(i)).matches()) {
        return above(lines, i);
      }
    }
    return "";
  }

  private static String above(List<String> lines, int definition) {
    List<String> comment = new ArrayList<>();
    boolean open = false; // inside a block comment, read from its end
    for (int i = definition - 1; i >= 0; i--) {
      String line = lines.get(i).strip();
      if (!open && line.startsWith(TRANSLATION)) {
        break;
      }
      if (!open && line.startsWith("\\*")) {
        comment.addFirst(line.substring(2));
      } else if (open || line.endsWith("*)")) {
        int begin = line.lastIndexOf("(*");
        if (begin > 0) {
          break; // a comment beside another definition
        }
        open = begin < 0;
        comment.addFirst(line.replaceFirst("^\\(\\*+(?!\\))", "").replaceFirst("\\*+\\)$", ""));
      } else {
        break;
      }
    }
    return String.join(" ", comment).strip().replaceAll("\\s+", " ");
  }
}
