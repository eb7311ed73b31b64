package org.mmucheck.mutants;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Set<String> needed = new HashSet<>();
    Deque<Definition> open = new ArrayDeque<>();
    byKey.values().stream()
        .filter(definition -> definition.name().equals(name))
        .filter(
            definition -> definition.module().equals(root) || !byKey.containsKey(root + "!" + name))
        .forEach(open::push);
    open.forEach(definition -> needed.add(definition.key()));
    while (!open.isEmpty()) {
      calls(open.pop().body(), needed, open);
    }
    return needed;
  }

  private void calls(Formula formula, Set<String> needed, Deque<Definition> open) {
    String called = formula.calls();
    Definition definition = called == null ? null : byKey.get(called);
    if (definition != null && needed.add(definition.key())) {
      open.push(definition);
    }
    formula.bounds().forEach(each -> calls(each, needed, open));
    formula.operands().forEach(each -> calls(each, needed, open));
  }
}
