package org.mmucheck.tlc.bridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.Action;

/** What a next-state relation is made of, by the semantic tree. */
final class NextUses {
  private final Set<String> used = new HashSet<>();
  private final Set<SemanticNode> seen = new HashSet<>();
  private final Deque<SemanticNode> open = new ArrayDeque<>();

  private NextUses() {}

  static NextUses of(Action next) {
    NextUses uses = new NextUses();
    if (next.getOpDef() != null) {
      uses.use(next.getOpDef());
    }
    uses.open(next.pred);
    uses.walk();
    return uses;
  }

  /** Whether the relation applies an operator. */
  boolean isMadeOf(String operator) {
    return used.contains(operator);
  }

  /** The actions that a module defines or extends, and that the relation is not made of. */
  Set<String> leftOut(ModuleNode module) {
    Set<String> left = new TreeSet<>();
    for (OpDefNode definition : module.getOpDefs()) {
      if (definition.getBody() != null && definition.getLevel() == LevelConstants.ActionLevel) {
        left.add(definition.getName().toString());
      }
    }
    left.removeAll(used);
    return left;
  }

  private void walk() {
    while (!open.isEmpty()) {
      SemanticNode node = open.pop();
      if (node instanceof OpApplNode application) {
        use(application.getOperator());
      }
      if (node instanceof OpArgNode argument) {
        use(argument.getOp());
      }
      if (node instanceof SubstInNode instance) {
        for (Subst substitution : instance.getSubsts()) {
          open(substitution.getExpr());
        }
      }
      SemanticNode[] children = node.getChildren();
      if (children != null) {
        for (SemanticNode child : children) {
          open(child);
        }
      }
    }
  }

  private void use(SymbolNode operator) {
    if (operator instanceof OpDefNode definition && definition.getBody() != null) {
      used.add(definition.getName().toString());
      open(definition.getBody());
    }
  }

  private void open(SemanticNode node) {
    if (node != null && seen.add(node)) {
      open.push(node);
    }
  }
}
