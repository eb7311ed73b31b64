package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Formula;

/**
 * The order in which models are asked of a change. What is about a rule of the designs shows where
 * the rule has another value than it mostly has, so those models come first. It depends on the
 * change alone, so each run tells the same first killers.
 */
final class RuleOrder {
  private static final Pattern RULE = Pattern.compile("\\b(\\w+)\\s*=\\s*(TRUE|FALSE)\\b");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private final List<List<Model>> spaces;
  private final Map<List<Model>, Set<String>> unusual = new HashMap<>(); // rules by space
  private final Map<String, Set<String>> named = new HashMap<>(); // by the definition's key

  /**
   * @param spaces in the order of those that no rule tells apart
   */
  RuleOrder(List<List<Model>> spaces, List<Definition> definitions) {
    this.spaces = List.copyOf(spaces);
    Map<String, Integer> balance = new HashMap<>(); // how many more have it TRUE than FALSE
    for (List<Model> space : spaces) {
      rules(space).forEach((rule, is) -> balance.merge(rule, is ? 1 : -1, Integer::sum));
    }
    for (List<Model> space : spaces) {
      Set<String> here = new HashSet<>();
      rules(space)
          .forEach(
              (rule, is) -> {
                boolean mostly = balance.getOrDefault(rule, 0) > 0;
                if (is != mostly) {
                  here.add(rule);
                }
              });
      unusual.put(space, here);
    }
    definitions.forEach(each -> named.put(each.key(), names(each.body(), new HashSet<>())));
  }

  /** The groups of models: where the change itself names an unusual rule, its definition, none. */
  List<List<Model>> of(Mutant mutant) {
    Set<String> changed = words(mutant.was());
    Set<String> around = named.getOrDefault(mutant.definition(), Set.of());
    List<List<Model>> ordered = new ArrayList<>(spaces);
    ordered.sort(
        Comparator.<List<Model>, Boolean>comparing(space -> !isUnusual(space, changed))
            .thenComparing(space -> !isUnusual(space, around)));
    return ordered;
  }

  private boolean isUnusual(List<Model> space, Set<String> rules) {
    return unusual.getOrDefault(space, Set.of()).stream().anyMatch(rules::contains);
  }

  private static Map<String, Boolean> rules(List<Model> space) {
    Map<String, Boolean> rules = new HashMap<>();
    Matcher rule = RULE.matcher(space.getFirst().config());
    while (rule.find()) {
      rules.put(rule.group(1), rule.group(2).equals("TRUE"));
    }
    return rules;
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text).results().map(match -> match.group()).collect(Collectors.toSet());
  }

  private static Set<String> names(Formula formula, Set<String> into) {
    if (formula.kind() == Formula.Kind.NAME) {
      into.add(formula.name());
    }
    formula.bounds().forEach(each -> names(each, into));
    formula.operands().forEach(each -> names(each, into));
    return into;
  }
}
