package org.mmucheck.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a module says about its constants: the comment beside each declaration. */
public final class ConstantSentences {
  private static final Pattern BEGIN = Pattern.compile("\\s*CONSTANTS?\\b(.*)", Pattern.DOTALL);
  private static final Pattern END =
      Pattern.compile("(ASSUME|ASSUMPTION|AXIOM|VARIABLES?|THEOREM|RECURSIVE|LOCAL|INSTANCE)\\b.*");
  private static final Pattern DEFINITION = Pattern.compile("\\w+\\s*(\\(.*\\))?\\s*==.*");
  private static final Pattern NAME = Pattern.compile("\\w+");

  private ConstantSentences() {}

  /**
   * @param module the module's text
   * @return by constant, in the order of the declarations, the comment beside it and the comment
   *     lines below that begin in the same column; empty where there is none
   */
  public static Map<String, String> in(String module) {
    Map<String, String> sentences = new LinkedHashMap<>();
    boolean inside = false;
    List<String> last = List.of(); // the constants of the line above
    int column = -1; // where its comment begins
    for (String line : module.lines().toList()) {
      Matcher begin = BEGIN.matcher(line);
      String code = line;
      if (begin.matches()) {
        inside = true;
        code = begin.group(1);
      } else if (END.matcher(line).matches() || DEFINITION.matcher(line).matches()) {
        inside = false;
      }
      if (!inside) {
        continue;
      }
      int comment = line.indexOf("\\*");
      String said = comment < 0 ? "" : line.substring(comment + 2).strip();
      if (comment >= 0) {
        code = code.substring(0, code.indexOf("\\*"));
      }
      List<String> names = NAME.matcher(code).results().map(name -> name.group()).toList();
      if (!names.isEmpty()) {
        names.forEach(name -> sentences.put(name, said));
        last = names;
        column = comment;
      } else if (comment >= 0 && comment == column) {
        last.forEach(name -> sentences.merge(name, said, (above, more) -> above + " " + more));
      } else {
        last = List.of();
        column = -1;
      }
    }
    return sentences;
  }
}
