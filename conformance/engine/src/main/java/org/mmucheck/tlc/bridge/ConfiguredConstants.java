package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mmucheck.tlc.NotSteppableException;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.tlc.syntax.Symbol;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.ModelConfig;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/** What a configuration says, with the values that it gives to constants as expressions. */
final class ConfiguredConstants {
  private static final int CONFIG_WRONG = 151;
  private static final String NOWHERE = "";

  private final SyntaxTrees trees;
  private final FastTool tool;

  ConfiguredConstants(SyntaxTrees trees, FastTool tool) {
    this.trees = trees;
    this.tool = tool;
  }

  Map<Symbol.Declared, Expr> constants() {
    Map<Symbol.Declared, Expr> constants = new LinkedHashMap<>();
    for (OpDeclNode constant : tool.getRootModule().getConstantDecls()) {
      Object value = tool.lookup(constant);
      if (value instanceof OpDefNode operator) {
        constants.put(
            trees.declared(constant), new Expr.OperatorArgument(trees.defined(operator), NOWHERE));
      } else if (value instanceof Value known) {
        constants.put(trees.declared(constant), expr(known));
      } else {
        throw notSupported("the constant " + constant.getName() + " is " + value);
      }
    }
    return constants;
  }

  private Expr expr(Value value) {
    return switch (value) {
      case BoolValue truth -> builtIn(truth.val ? "TRUE" : "FALSE", List.of());
      case IntValue number -> new Expr.Number(number.val, NOWHERE);
      case StringValue text -> new Expr.Text(text.val.toString(), text.val.getTok(), NOWHERE);
      case ModelValue model -> {
        if (model.type != 0) {
          throw notSupported("the typed model value " + model);
        }
        yield new Expr.ModelValue(model.val.toString(), model.val.getTok(), NOWHERE);
      }
      case SetEnumValue set ->
          builtIn("$SetEnumerate", Stream.of(set.elems.toArray()).map(this::expr).toList());
      default -> throw notSupported("the value " + value);
    };
  }

  private static Expr builtIn(String name, List<Expr> args) {
    return new Expr.Apply(new Symbol.BuiltIn(name), args, List.of(), NOWHERE);
  }

  private NotSteppableException notSupported(String what) {
    return new NotSteppableException(
        CONFIG_WRONG, tool.getConfigFile() + ".cfg: not supported: " + what);
  }

  static SpecTree.Config config(FastTool tool) {
    ModelConfig config = tool.getModelConfig();
    List<String> others = new ArrayList<>();
    if (!config.getSymmetry().isEmpty()) {
      others.add("SYMMETRY " + config.getSymmetry());
    }
    if (!config.getView().isEmpty()) {
      others.add("VIEW " + config.getView());
    }
    if (!config.getModConstants().isEmpty() || !config.getModOverrides().isEmpty()) {
      others.add("constants of other modules");
    }
    for (String name : config.getOverrides().keySet()) {
      if (tool.getRootModule().getOpDef(name) != null) {
        others.add(name + " <- " + config.getOverrides().get(name));
      }
    }
    boolean isSpecification = !config.getSpec().isEmpty();
    return new SpecTree.Config(
        config.getSpec(),
        isSpecification ? null : config.getInit(),
        isSpecification ? null : config.getNext(),
        Texts.names(config.getInvariants()),
        Texts.names(config.getProperties()),
        Texts.names(config.getConstraints()),
        Texts.names(config.getActionConstraints()),
        config.getCheckDeadlock(),
        others);
  }
}
