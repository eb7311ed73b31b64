package org.mmucheck.mutants;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Formula;

/** Which definitions a definition needs, itself included. */
final class Uses {
  private final Map<String, Definition> byKey = new LinkedHashMap<>();
  private final String root;

  /**
   * @param root the module that configurations name operators of
   */
  Uses(String root, List<Definition> definitions) {
    this.root = root;
    definitions.forEach(definition -> byKey.put(definition.key(), definition));
  }

  /** The keys of what the root module's operator of that name needs; none if there is no such. */
  Set<String> of(String name) {
    return closure(name, formula -> false);
  }

  /**
   * As {@link #of}, of what a specification formula says of infinite behaviours: without its
   * initial states, its next-state relation, and the actions of these names.
   */
  Set<String> fairness(String specification, Set<String> actions) {
    return closure(
        specification,
        formula -> {
          Definition called = called(formula);
          boolean isAction = called != null && actions.contains(called.name());
          boolean isInit = called != null && called.name().equals("Init");
          return isAction || isInit || formula.is("$SquareAct");
        });
  }

  /**
   * @param isLeftOut says of a formula that nothing in it counts
   */
  private Set<String> closure(String name, Predicate<Formula> isLeftOut) {
    Set<String> needed = new HashSet<>();
    Deque<Definition> open = new ArrayDeque<>();
    byKey.values().stream()
        .filter(definition -> definition.name().equals(name))
        .filter(
            definition -> definition.module().equals(root) || !byKey.containsKey(root + "!" + name))
        .forEach(open::push);
    open.forEach(definition -> needed.add(definition.key()));
    while (!open.isEmpty()) {
      calls(open.pop().body(), isLeftOut, needed, open);
    }
    return needed;
  }

  private void calls(
      Formula formula, Predicate<Formula> isLeftOut, Set<String> needed, Deque<Definition> open) {
    if (isLeftOut.test(formula)) {
      return;
    }
    Definition definition = called(formula);
    if (definition != null && needed.add(definition.key())) {
      open.push(definition);
    }
    formula.bounds().forEach(each -> calls(each, isLeftOut, needed, open));
    formula.operands().forEach(each -> calls(each, isLeftOut, needed, open));
  }

  private @Nullable Definition called(Formula formula) {
    String called = formula.calls();
    return called == null ? null : byKey.get(called);
  }
}
