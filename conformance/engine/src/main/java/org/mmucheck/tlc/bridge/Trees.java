package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Coverage.Part;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Formula;
import org.mmucheck.tlc.Formula.Kind;
import org.mmucheck.tlc.Formula.Level;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tla2sany.st.Location;
import tlc2.tool.BuiltInOPs;

/** Copies the parser's semantic tree into one that does not need the parser. */
final class Trees {
  private static final String INSTANCE = "INSTANCE";

  private final Predicate<String> isOwn;

  /**
   * @param isOwn whether a module is one of the spec's, by its name
   */
  private Trees(Predicate<String> isOwn) {
    this.isOwn = isOwn;
  }

  /** What the module and those that it extends and instantiates define, each definition once. */
  static List<Definition> of(ModuleNode root, Predicate<String> isOwn) {
    return new Trees(isOwn).definitions(root);
  }

  private List<Definition> definitions(ModuleNode root) {
    Map<String, Definition> byKey = new LinkedHashMap<>();
    for (OpDefNode definition : root.getOpDefs()) {
      String module = module(definition);
      if (isOwn.test(module) && definition.getBody() != null) {
        String key = key(definition);
        byKey.merge(
            key,
            new Definition(
                key, module, source(definition).getName().toString(), node(definition.getBody())),
            Trees::ofBoth);
      }
    }
    return List.copyOf(byKey.values());
  }

  /** A definition by one instance, which also needs what another instance of it substitutes. */
  private static Definition ofBoth(Definition first, Definition other) {
    Formula body = first.body();
    if (!isInstance(body) || !isInstance(other.body())) {
      return first;
    }
    List<Formula> parts = new ArrayList<>(other.body().operands());
    parts.removeLast(); // the module's own text
    parts.addAll(body.operands());
    Formula both =
        new Formula(
            body.kind(),
            body.name(),
            body.level(),
            body.part(),
            body.calls(),
            body.bounds(),
            parts);
    return new Definition(first.key(), first.module(), first.name(), both);
  }

  private static boolean isInstance(Formula body) {
    return body.kind() == Kind.SCOPE && body.name().equals(INSTANCE);
  }

  private static OpDefNode source(OpDefNode definition) {
    return definition.getSource() == null ? definition : definition.getSource();
  }

  private static String module(OpDefNode definition) {
    ModuleNode module = source(definition).getOriginallyDefinedInModuleNode();
    return module == null ? "" : module.getName().toString();
  }

  private static String key(OpDefNode definition) {
    return module(definition) + "!" + source(definition).getName();
  }

  private Formula node(SemanticNode node) {
    if (node instanceof OpApplNode application) {
      return application(application);
    }
    if (node instanceof LabelNode labelled) {
      return node(labelled.getBody());
    }
    if (node instanceof LetInNode let) {
      List<Formula> parts = new ArrayList<>();
      for (OpDefNode definition : let.getLets()) {
        parts.add(node(definition.getBody()));
      }
      parts.add(node(let.getBody()));
      return formula(Kind.SCOPE, "LET", let, null, List.of(), parts);
    }
    if (node instanceof SubstInNode instance) {
      List<Formula> parts = new ArrayList<>();
      for (Subst substitution : instance.getSubsts()) {
        ExprOrOpArgNode value = substitution.getExpr();
        if (value instanceof ExprNode) {
          parts.add(node(value));
        }
      }
      parts.add(node(instance.getBody()));
      return formula(Kind.SCOPE, INSTANCE, instance, null, List.of(), parts);
    }
    if (node instanceof NumeralNode number) {
      return formula(Kind.NUMBER, String.valueOf(number.val()), number, null, List.of(), List.of());
    }
    if (node instanceof StringNode string) {
      return formula(Kind.STRING, string.getRep().toString(), string, null, List.of(), List.of());
    }
    return formula(Kind.OTHER, "", node, null, List.of(), List.of());
  }

  private Formula application(OpApplNode node) {
    SymbolNode operator = node.getOperator();
    String name = operator.getName().toString();
    List<Formula> bounds =
        node.getBdedQuantBounds() == null
            ? List.of()
            : Stream.of(node.getBdedQuantBounds()).map(this::node).toList();
    List<Formula> operands =
        Stream.of(node.getArgs()).filter(argument -> argument != null).map(this::node).toList();
    boolean isDefined = operator instanceof OpDefNode;
    boolean isBuiltIn = BuiltInOPs.getOpCode(operator.getName()) != 0 || isStandard(operator);
    String calls =
        operator instanceof OpDefNode definition && isOwn.test(module(definition))
            ? key(definition)
            : null;
    return formula(
        isBuiltIn || (isDefined && calls == null && node.getArgs().length > 0)
            ? Kind.BUILT_IN
            : Kind.NAME,
        name,
        node,
        calls,
        bounds,
        operands);
  }

  /** Whether the operator is TLA+'s, or of a standard module. */
  private boolean isStandard(SymbolNode operator) {
    return operator instanceof OpDefNode definition
        && definition.getOriginallyDefinedInModuleNode() == null
        && definition.getBody() == null;
  }

  private static Formula formula(
      Kind kind,
      String name,
      SemanticNode node,
      @Nullable String calls,
      List<Formula> bounds,
      List<Formula> operands) {
    return new Formula(kind, name, level(node), part(node), calls, bounds, operands);
  }

  private static Level level(SemanticNode node) {
    return node instanceof LevelNode known ? Level.values()[known.getLevel()] : Level.CONSTANT;
  }

  private static @Nullable Part part(SemanticNode node) {
    Location at = node.getLocation();
    return at.beginLine() < 1 || at.endLine() < 1
        ? null
        : new Part(at.source(), at.beginLine(), at.beginColumn(), at.endLine(), at.endColumn());
  }
}
