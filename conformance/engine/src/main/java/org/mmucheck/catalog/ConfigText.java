package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a TLC configuration, and that text with other truths or other properties. */
public record ConfigText(String text) {
  private static final Pattern COMMENT =
      Pattern.compile("\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern TRUTH = Pattern.compile("\\b(\\w+)(\\s*=\\s*)(TRUE|FALSE)\\b");
  private static final Pattern RULE =
      Pattern.compile("\\b(\\w+)(\\s*=\\s*)(TRUE|FALSE|\"[^\"\\n]*\")");
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Set<String> INVARIANT = Set.of("INVARIANT", "INVARIANTS");
  private static final Set<String> PROPERTY = Set.of("PROPERTY", "PROPERTIES");

  public ConfigText {
    text = COMMENT.matcher(text).replaceAll(" ");
  }

  /** The configuration of a model. */
  public static ConfigText of(Model model) {
    return new ConfigText(model.config());
  }

  /** The constants that are {@code TRUE} or {@code FALSE}, in its order. */
  public Map<String, Boolean> truths() {
    Map<String, Boolean> truths = new LinkedHashMap<>();
    Matcher truth = TRUTH.matcher(text);
    while (truth.find()) {
      if (!truth.group(1).equals("CHECK_DEADLOCK")) {
        truths.put(truth.group(1), truth.group(3).equals("TRUE"));
      }
    }
    return truths;
  }

  /** The same with the truths of {@code other}; what one of them does not mention stays. */
  public ConfigText withTruths(Map<String, Boolean> other) {
    return new ConfigText(
        TRUTH
            .matcher(text)
            .replaceAll(
                truth -> {
                  Boolean value = other.get(truth.group(1));
                  String word = value == null ? truth.group(3) : value ? "TRUE" : "FALSE";
                  return truth.group(1) + truth.group(2) + word;
                }));
  }

  /**
   * The same with the rules of {@code other}, its truths and strings; what that does not mention
   * stays.
   */
  public ConfigText withRulesOf(ConfigText other) {
    Map<String, String> rules = new HashMap<>();
    RULE.matcher(other.text).results().forEach(rule -> rules.put(rule.group(1), rule.group(3)));
    return new ConfigText(
        RULE.matcher(text)
            .replaceAll(
                rule ->
                    Matcher.quoteReplacement(
                        rule.group(1)
                            + rule.group(2)
                            + rules.getOrDefault(rule.group(1), rule.group(3)))));
  }

  /** The state predicates. */
  public List<String> invariants() {
    return List.copyOf(section(INVARIANT));
  }

  /** All that it checks, but whether there are deadlocks. */
  public List<String> checked() {
    List<String> checked = new ArrayList<>(section(INVARIANT));
    checked.addAll(section(PROPERTY));
    return List.copyOf(checked);
  }

  /** The temporal properties. */
  public List<String> properties() {
    return List.copyOf(section(PROPERTY));
  }

  /**
   * The same with these properties instead of its own. One that is temporal here remains so; the
   * others are invariants. Deadlock is not looked for.
   */
  public ConfigText checking(List<String> wanted) {
    Set<String> temporal = section(PROPERTY);
    StringBuilder checks = new StringBuilder();
    for (String property : wanted) {
      checks.append(temporal.contains(property) ? "PROPERTY " : "INVARIANT ").append(property);
      checks.append('\n');
    }
    StringBuilder kept = new StringBuilder();
    String[] lines = text.split("\n", -1);
    boolean dropping = false;
    for (String line : lines) {
      String first = line.strip().split("\\s+", 2)[0];
      if (isKeyword(first)) {
        dropping =
            INVARIANT.contains(first) || PROPERTY.contains(first) || first.equals("CHECK_DEADLOCK");
      }
      if (!dropping) {
        kept.append(line).append('\n');
      }
    }
    return new ConfigText(kept + "CHECK_DEADLOCK FALSE\n" + checks);
  }

  /** Its tasks, sizes and budgets: everything but what it checks and the truths of the rules. */
  public String size(Set<String> rules) {
    return TRUTH
        .matcher(checking(List.of()).text)
        .replaceAll(
            truth -> rules.contains(truth.group(1)) ? "" : Matcher.quoteReplacement(truth.group()))
        .replaceAll("\\s+", " ");
  }

  private Set<String> section(Set<String> keywords) {
    Set<String> names = new LinkedHashSet<>();
    boolean inside = false;
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (isKeyword(word.group())) {
        inside = keywords.contains(word.group());
      } else if (inside) {
        names.add(word.group());
      }
    }
    return names;
  }

  private static boolean isKeyword(String word) {
    return word.length() > 3
        && word.equals(word.toUpperCase(Locale.ROOT))
        && word.chars().allMatch(c -> c == '_' || Character.isUpperCase(c))
        && !word.equals("TRUE")
        && !word.equals("FALSE");
  }
}
