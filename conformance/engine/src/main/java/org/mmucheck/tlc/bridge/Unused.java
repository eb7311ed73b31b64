package org.mmucheck.tlc.bridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;

/**
 * The formulas of a module that nothing in it uses, by its semantic tree: what is left are the
 * properties and the specifications, since all else serves one of them.
 */
final class Unused {
  private Unused() {}

  /** Names of the module's own definitions without parameters, of more than constants. */
  static Set<String> in(ModuleNode module) {
    Set<String> own = new TreeSet<>();
    Set<String> used = new HashSet<>();
    for (OpDefNode definition : module.getOpDefs()) {
      String name = definition.getName().toString();
      boolean isOwn = definition.getOriginallyDefinedInModuleNode() == module;
      if (!isOwn || definition.getBody() == null) {
        continue;
      }
      if (definition.getArity() == 0
          && !name.contains("!")
          && definition.getLevel() > LevelConstants.ConstantLevel) {
        own.add(name);
      }
      uses(definition, used);
    }
    own.removeAll(used);
    return own;
  }

  /** Adds the operators that a definition's body applies; not itself, which may be recursive. */
  private static void uses(OpDefNode definition, Set<String> used) {
    Set<SemanticNode> seen = new HashSet<>();
    Deque<SemanticNode> open = new ArrayDeque<>();
    open.push(definition.getBody());
    while (!open.isEmpty()) {
      SemanticNode node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      if (node instanceof OpApplNode application) {
        String name = application.getOperator().getName().toString();
        if (!name.equals(definition.getName().toString())) {
          used.add(name);
        }
      }
      if (node instanceof SubstInNode instance) {
        for (Subst substitution : instance.getSubsts()) {
          open.push(substitution.getExpr());
        }
      }
      SemanticNode[] children = node.getChildren();
      if (children != null) {
        for (SemanticNode child : children) {
          if (child != null) {
            open.push(child);
          }
        }
      }
    }
  }
}
