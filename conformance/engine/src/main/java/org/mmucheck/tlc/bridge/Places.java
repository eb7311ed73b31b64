package org.mmucheck.tlc.bridge;

import java.util.Comparator;
import java.util.stream.Stream;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;

/** Positions in a module, as a user looks them up. */
final class Places {
  private Places() {}

  static String of(SemanticNode node) {
    Location at = node.getLocation();
    return at.source() + ".tla: line " + at.beginLine() + ", column " + at.beginColumn();
  }

  /**
   * Declarations in the order in which they are written; TLC has them in the order of a hash table.
   * Those of extended modules come first, module by module.
   */
  static OpDeclNode[] inOrder(OpDeclNode[] declarations, ModuleNode root) {
    String rootModule = root.getName().toString();
    return Stream.of(declarations)
        .sorted(
            Comparator.comparing((OpDeclNode node) -> module(node).equals(rootModule))
                .thenComparing(Places::module)
                .thenComparing(node -> node.getLocation().beginLine())
                .thenComparing(node -> node.getLocation().beginColumn()))
        .toArray(OpDeclNode[]::new);
  }

  private static String module(OpDeclNode node) {
    return node.getLocation().source();
  }
}
