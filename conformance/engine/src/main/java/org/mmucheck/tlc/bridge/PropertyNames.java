package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.Action;
import tlc2.tool.impl.FastTool;

/**
 * Which property of the configuration a conjunct is of. TLC takes properties apart and calls a
 * conjunct by the innermost definition or by its place, which for a refinement {@code A!Spec} is
 * {@code Init}, or lines of a module that the configuration does not know.
 */
final class PropertyNames {
  private final FastTool tool;
  private final Map<String, Set<Spot>> parts = new LinkedHashMap<>();

  PropertyNames(FastTool tool) {
    this.tool = tool;
    for (String property : Texts.names(tool.getModelConfig().getProperties())) {
      Set<Spot> inside = new HashSet<>();
      OpDefNode definition = tool.getRootModule().getOpDef(property);
      if (definition != null && tool.lookup(definition) instanceof OpDefNode meaning) {
        collect(meaning.getBody(), List.of(), inside);
      }
      parts.put(property, inside);
    }
  }

  /**
   * The configuration's names, in the order of the conjuncts.
   *
   * @param tlcNames TLC's names of the conjuncts, which stay for invariants
   * @param conjuncts in TLC's order: that of the configuration
   */
  List<String> of(String[] tlcNames, Action[] conjuncts) {
    List<String> names = new ArrayList<>();
    List<String> open = new ArrayList<>(parts.keySet());
    for (int i = 0; i < conjuncts.length; i++) {
      Spot spot = spot(conjuncts[i].pred);
      int at = 0;
      while (at < open.size() && !parts.getOrDefault(open.get(at), Set.of()).contains(spot)) {
        at++;
      }
      if (at < open.size()) {
        open.subList(0, at).clear(); // two properties may share a conjunct, and come in order
        names.add(open.getFirst());
      } else {
        names.add(tlcNames[i]);
      }
    }
    return names;
  }

  private static Spot spot(SemanticNode conjunct) {
    List<Subst[]> instances = new ArrayList<>();
    SemanticNode node = conjunct;
    while (node instanceof SubstInNode instance) {
      instances.add(instance.getSubsts());
      node = instance.getBody();
    }
    return new Spot(node, instances);
  }

  private void collect(SemanticNode node, List<Subst[]> instances, Set<Spot> inside) {
    if (node == null || !inside.add(new Spot(node, instances))) {
      return;
    }
    if (node instanceof SubstInNode instance) {
      List<Subst[]> deeper = new ArrayList<>(instances);
      deeper.add(instance.getSubsts());
      collect(instance.getBody(), deeper, inside);
    } else if (node instanceof LabelNode labelled) {
      collect(labelled.getBody(), instances, inside);
    } else if (node instanceof LetInNode let) {
      collect(let.getBody(), instances, inside);
    } else if (node instanceof OpApplNode application) {
      for (SemanticNode argument : application.getArgs()) {
        collect(argument, instances, inside);
      }
      SymbolNode operator = application.getOperator();
      if (operator instanceof OpDefNode && tool.lookup(operator) instanceof OpDefNode meaning) {
        collect(meaning.getBody(), instances, inside);
      }
    }
  }

  /**
   * A part of a formula, which is there once for all instances of its module.
   *
   * @param instances what each INSTANCE around it puts for the variables, the outermost first;
   *     equal if they are the same
   */
  private record Spot(SemanticNode node, List<Subst[]> instances) {}
}
