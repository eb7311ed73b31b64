package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model with other constants, as a user writes them: {@code SeqBeforeCount=FALSE}, {@code
 * Pages=3}, {@code Precheck=read}, {@code Vcpu={v0,v1}}. Nothing is expected of it.
 */
public final class Variation {
  private static final Pattern SETTING = Pattern.compile("(\\w+)=(.*)", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,10}");
  private static final Pattern STRING = Pattern.compile("\"[^\"\\\\\\p{Cntrl}]*\"");
  private static final Pattern WORD = Pattern.compile("\\w*[A-Za-z_]\\w*");

  private final Row row;
  private final SequencedMap<String, String> given = new LinkedHashMap<>();

  private Variation(Row row) {
    this.row = row;
  }

  /**
   * @param model one of the row's, which says what is checked
   * @param settings each a constant, {@code =} and a value
   * @throws IllegalArgumentException if a setting has another form, the row has no such constant,
   *     or the value is of another kind than the row's own
   */
  public static Model of(Row row, Model model, List<String> settings) {
    Variation variation = new Variation(row);
    settings.forEach(variation::set);
    String text = model.config();
    for (Map.Entry<String, String> each : variation.given.entrySet()) {
      String line = "\n  " + each.getKey() + " ";
      String own = row.bare().assignments().get(each.getKey());
      text = text.replace(line + own + "\n", line + "= " + each.getValue() + "\n");
    }
    return model.with(model.name() + variation.suffix(), text).summary(variation.summary()).build();
  }

  private void set(String setting) {
    Matcher parts = SETTING.matcher(setting);
    if (!parts.matches()) {
      throw wrong(setting, "is not of the form CONSTANT=VALUE");
    }
    String constant = parts.group(1);
    String own = row.bare().assignments().get(constant);
    if (own == null) {
      Set<String> known = new LinkedHashSet<>(row.bare().assignments().keySet());
      throw wrong(
          setting,
          row.name()
              + " has no constant '"
              + constant
              + "'"
              + EditDistance.nearest(constant, known)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; it has " + String.join(", ", known)));
    }
    given.put(constant, value(setting, own, parts.group(2).strip()));
  }

  /** The value as a configuration writes it, of the kind that the row's own has. */
  private static String value(String setting, String assignment, String value) {
    String own = assignment.replaceFirst("^(=|<-)\\s*", "");
    if (assignment.startsWith("<-")) {
      throw wrong(setting, "the model has an operator there, " + own + ", which no value replaces");
    }
    if (own.equals("TRUE") || own.equals("FALSE")) {
      String truth = value.toUpperCase(Locale.ROOT);
      if (truth.equals("TRUE") || truth.equals("FALSE")) {
        return truth;
      }
      throw wrong(setting, "must be TRUE or FALSE");
    }
    if (STRING.matcher(own).matches()) {
      if (WORD.matcher(value).matches()) {
        return '"' + value + '"'; // a shell has eaten the quotation marks
      }
      if (STRING.matcher(value).matches()) {
        return value;
      }
      throw wrong(setting, "must be a string, as " + own);
    }
    if (NUMBER.matcher(own).matches()) {
      if (NUMBER.matcher(value).matches()) {
        return value;
      }
      throw wrong(setting, "must be a whole number, as " + own);
    }
    if (own.startsWith("{")) {
      if (isSet(value)) {
        return value;
      }
      throw wrong(setting, "must be a set, as " + own);
    }
    if (isElement(value)) {
      return value;
    }
    throw wrong(setting, "must be a model value, as " + own);
  }

  private static boolean isSet(String value) {
    if (!value.startsWith("{") || !value.endsWith("}")) {
      return false;
    }
    String inside = value.substring(1, value.length() - 1).strip();
    return inside.isEmpty() || elements(inside).stream().allMatch(Variation::isElement);
  }

  private static boolean isElement(String value) {
    return isSet(value)
        || NUMBER.matcher(value).matches()
        || STRING.matcher(value).matches()
        || WORD.matcher(value).matches();
  }

  /** What commas outside of inner sets separate. */
  private static List<String> elements(String list) {
    List<String> elements = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < list.length(); i++) {
      switch (list.charAt(i)) {
        case '{' -> depth++;
        case '}' -> depth--;
        case ',' -> {
          if (depth == 0) {
            elements.add(list.substring(from, i).strip());
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    elements.add(list.substring(from).strip());
    return elements;
  }

  /** Makes the name another one, of the characters that files may have. */
  private String suffix() {
    StringBuilder suffix = new StringBuilder();
    for (Map.Entry<String, String> each : given.entrySet()) {
      String value = each.getValue().replaceAll("[^A-Za-z0-9._-]+", "-");
      suffix.append('_').append(each.getKey()).append('-').append(value.replaceAll("^-|-$", ""));
    }
    return suffix.toString();
  }

  private String summary() {
    List<String> changes = new ArrayList<>();
    given.forEach((constant, value) -> changes.add(constant + " = " + value));
    return row.name() + " with " + String.join(", ", changes) + ".";
  }

  private static IllegalArgumentException wrong(String setting, String reason) {
    return new IllegalArgumentException("--set " + setting + ": " + reason);
  }
}
