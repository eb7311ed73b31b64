package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.NotSteppableException;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.tlc.syntax.Symbol;
import tla2sany.semantic.AssumeNode;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;

/** The parser's semantic tree as a {@link SpecTree}, which does not need the parser. */
final class SyntaxTrees {
  private static final int SPEC_NOT_FIT = 75;

  private final Predicate<String> isStandard;
  private final Map<OpDeclNode, Symbol.Declared> declared = new IdentityHashMap<>();
  private final Map<FormalParamNode, Symbol.Param> params = new IdentityHashMap<>();
  private final Map<OpDefNode, Symbol.Defined> defined = new IdentityHashMap<>();

  /**
   * @param isStandard whether a module comes with TLA+, by its name
   */
  SyntaxTrees(Predicate<String> isStandard) {
    this.isStandard = isStandard;
  }

  SpecTree of(FastTool tool) {
    ModuleNode root = tool.getRootModule();
    List<Symbol.Declared> variables =
        Stream.of(Places.inOrder(TLCState.Empty.getVars(), root)).map(this::declared).toList();
    Map<String, Symbol.Defined> definitions = new LinkedHashMap<>();
    for (OpDefNode definition : root.getOpDefs()) {
      if (definition.getBody() != null && !isStandard.test(module(definition))) {
        definitions.put(definition.getName().toString(), defined(definition));
      }
    }
    List<Expr> assumptions = new ArrayList<>();
    for (AssumeNode assumption : root.getAssumptions()) {
      assumptions.add(expr(assumption.getAssume()));
    }
    return new SpecTree(
        root.getName().toString(),
        variables,
        new ConfiguredConstants(this, tool).constants(),
        definitions,
        assumptions,
        ConfiguredConstants.config(tool));
  }

  private Expr expr(@Nullable SemanticNode node) {
    return switch (node) {
      case null -> new Expr.Apply(new Symbol.BuiltIn("$Other"), List.of(), List.of(), "");
      case NumeralNode number -> number(number);
      case StringNode text ->
          new Expr.Text(text.getRep().toString(), text.getRep().getTok(), place(text));
      case AtNode at -> new Expr.Apply(new Symbol.BuiltIn("@"), List.of(), List.of(), place(at));
      case OpApplNode application -> application(application);
      case LabelNode labelled -> expr(labelled.getBody());
      case LetInNode let ->
          new Expr.Let(
              Stream.of(let.getLets()).map(this::defined).toList(),
              expr(let.getBody()),
              place(let));
      case SubstInNode instance -> {
        List<Expr.Substitution> substitutions = new ArrayList<>();
        for (Subst each : instance.getSubsts()) {
          substitutions.add(new Expr.Substitution(declared(each.getOp()), expr(each.getExpr())));
        }
        yield new Expr.Instance(substitutions, expr(instance.getBody()), place(instance));
      }
      case OpArgNode operator ->
          new Expr.OperatorArgument(symbol(operator.getOp()), place(operator));
      default ->
          new Expr.Apply(
              new Symbol.BuiltIn(node.getClass().getSimpleName()),
              List.of(),
              List.of(),
              place(node));
    };
  }

  private static Expr number(NumeralNode number) {
    if (number.bigVal() != null) {
      throw new NotSteppableException(
          SPEC_NOT_FIT, place(number) + ": " + number.bigVal() + " is no number of 32 bits");
    }
    return new Expr.Number(number.val(), place(number));
  }

  private Expr application(OpApplNode node) {
    List<Expr.Bound> bounds = new ArrayList<>();
    ExprNode[] sets = node.getBdedQuantBounds();
    for (int i = 0; sets != null && i < sets.length; i++) {
      bounds.add(
          new Expr.Bound(
              Stream.of(node.getBdedQuantSymbolLists()[i]).map(this::param).toList(),
              node.isBdedQuantATuple()[i],
              expr(sets[i])));
    }
    FormalParamNode[] unbounded = node.getUnbdedQuantSymbols();
    List<Expr> args = new ArrayList<>();
    for (ExprOrOpArgNode argument : node.getArgs()) {
      args.add(expr(argument));
    }
    if (unbounded != null) { // a function by recursion, or what ranges over everything
      Expr everything =
          new Expr.Apply(new Symbol.BuiltIn("$Unbounded"), List.of(), List.of(), place(node));
      bounds.add(new Expr.Bound(Stream.of(unbounded).map(this::param).toList(), false, everything));
    }
    return new Expr.Apply(symbol(node.getOperator()), args, bounds, place(node));
  }

  private Symbol symbol(SymbolNode node) {
    return switch (node) {
      case OpDeclNode declaration -> declared(declaration);
      case FormalParamNode param -> param(param);
      case OpDefNode definition
          when definition.getBody() != null && !isStandard.test(module(definition)) ->
          defined(definition);
      default -> new Symbol.BuiltIn(node.getName().toString());
    };
  }

  Symbol.Declared declared(OpDeclNode node) {
    return declared.computeIfAbsent(
        node,
        d ->
            new Symbol.Declared(
                d.getName().toString(),
                d.getArity(),
                d.getKind() == tla2sany.semantic.ASTConstants.VariableDeclKind));
  }

  private Symbol.Param param(FormalParamNode node) {
    return params.computeIfAbsent(
        node, p -> new Symbol.Param(p.getName().toString(), p.getArity()));
  }

  Symbol.Defined defined(OpDefNode node) {
    Symbol.Defined known = defined.get(node);
    if (known != null) {
      return known;
    }
    Symbol.Defined fresh =
        new Symbol.Defined(
            node.getName().toString(),
            Stream.of(node.getParams()).map(this::param).toList(),
            node.getInRecursive());
    defined.put(node, fresh);
    fresh.define(expr(node.getBody()));
    return fresh;
  }

  private static String module(OpDefNode definition) {
    OpDefNode source = definition.getSource() == null ? definition : definition.getSource();
    ModuleNode module = source.getOriginallyDefinedInModuleNode();
    return module == null ? "" : module.getName().toString();
  }

  private static String place(SemanticNode node) {
    tla2sany.st.Location at = node.getLocation();
    return at.source() + ".tla:" + at.beginLine() + ":" + at.beginColumn();
  }
}
