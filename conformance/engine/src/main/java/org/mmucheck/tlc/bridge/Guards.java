package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.Refusal;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;

/**
 * Finds what keeps an action from being taken in a state: the first conjunct without primes, in the
 * order in which TLC evaluates them, that is FALSE. It goes into operators, definitions, branches
 * and quantifiers as far as one conjunct of them is to blame.
 *
 * <p>What has primes says where a step leads, and is passed over.
 */
final class Guards {
  /** Instances of a quantifier that are told; the rest only by their number. */
  private static final int INSTANCES = 8;

  private static final int LONGEST_VALUE = 160;

  private final FastTool tool;
  private final SourceTexts texts;

  Guards(FastTool tool, SourceTexts texts) {
    this.tool = tool;
    this.texts = texts;
  }

  /** Empty if every conjunct without primes is TRUE. */
  Optional<Refusal> refusal(Action action, TLCState state) {
    return Optional.ofNullable(new InState(state).failing(action.pred, action.con));
  }

  /** The guards of one state. */
  private final class InState {
    private final TLCState state;

    InState(TLCState state) {
      this.state = state;
    }

    /** The part of {@code node} that is FALSE; null if none is, or it says where a step leads. */
    @Nullable Refusal failing(SemanticNode node, Context context) {
      if (isPrimed(node)) {
        return part(node, context);
      }
      if (isTrue(node, context)) {
        return null;
      }
      Refusal inner = part(node, context);
      return inner == null ? leaf(node, context) : inner;
    }

    private @Nullable Refusal part(SemanticNode node, Context context) {
      return switch (node) {
        case LetInNode let -> failing(let.getBody(), context);
        case LabelNode label -> failing(label.getBody(), context);
        case OpApplNode application -> applied(application, context);
        default -> null;
      };
    }

    private @Nullable Refusal applied(OpApplNode node, Context context) {
      ExprOrOpArgNode[] operands = node.getArgs();
      return switch (BuiltInOPs.getOpCode(node.getOperator().getName())) {
        case 0 -> called(node, context);
        case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> conjunct(operands, context);
        case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> disjuncts(node, context);
        case ToolGlobals.OPCODE_ite -> branch(node, context);
        case ToolGlobals.OPCODE_case -> arm(node, context);
        case ToolGlobals.OPCODE_implies ->
            isTrue(operands[0], context) ? failing(operands[1], context) : null;
        case ToolGlobals.OPCODE_be -> witnesses(node, context);
        case ToolGlobals.OPCODE_bf -> counterexample(node, context);
        default -> null;
      };
    }

    private @Nullable Refusal conjunct(ExprOrOpArgNode[] conjuncts, Context context) {
      for (ExprOrOpArgNode each : conjuncts) {
        Refusal failing = failing(each, context);
        if (failing != null) {
          return failing;
        }
      }
      return null;
    }

    private @Nullable Refusal disjuncts(OpApplNode node, Context context) {
      List<Refusal> parts = new ArrayList<>();
      for (ExprOrOpArgNode each : node.getArgs()) {
        Refusal failing = failing(each, context);
        if (failing == null) {
          return null;
        }
        parts.add(failing);
      }
      return parts.size() == 1 ? parts.getFirst() : whole(node, Map.of(), parts);
    }

    private @Nullable Refusal branch(OpApplNode node, Context context) {
      ExprOrOpArgNode[] operands = node.getArgs();
      return isPrimed(operands[0])
          ? null
          : failing(operands[isTrue(operands[0], context) ? 1 : 2], context);
    }

    private @Nullable Refusal arm(OpApplNode node, Context context) {
      for (ExprOrOpArgNode each : node.getArgs()) {
        ExprOrOpArgNode[] pair = ((OpApplNode) each).getArgs(); // a condition and what it leads to
        boolean isOther = pair[0] == null;
        if (isOther || (!isPrimed(pair[0]) && isTrue(pair[0], context))) {
          return failing(pair[1], context);
        }
      }
      return null;
    }

    /** No instance of an existential quantifier holds. */
    private @Nullable Refusal witnesses(OpApplNode node, Context context) {
      SemanticNode body = node.getArgs()[0];
      List<Refusal> parts = new ArrayList<>();
      int instances = 0;
      IContextEnumerator each = contexts(node, context);
      for (Context one = each.nextElement(); one != null; one = each.nextElement()) {
        Refusal failing = failing(body, one);
        if (failing == null) {
          return null;
        }
        if (instances++ < INSTANCES) {
          parts.add(bound(node, one, failing));
        }
      }
      if (instances == 0) {
        SequencedMap<String, String> sets = new LinkedHashMap<>();
        for (SemanticNode set : node.getBdedQuantBounds()) {
          sets.put(texts.of(set), text(set, context));
        }
        return whole(node, sets, List.of());
      }
      Map<String, String> more =
          instances > INSTANCES ? Map.of("instances", Integer.toString(instances)) : Map.of();
      return whole(node, more, parts);
    }

    /** The first instance of a universal quantifier that fails. */
    private @Nullable Refusal counterexample(OpApplNode node, Context context) {
      SemanticNode body = node.getArgs()[0];
      IContextEnumerator each = contexts(node, context);
      for (Context one = each.nextElement(); one != null; one = each.nextElement()) {
        Refusal failing = failing(body, one);
        if (failing != null) {
          return whole(node, Map.of(), List.of(bound(node, one, failing)));
        }
      }
      return null;
    }

    private IContextEnumerator contexts(OpApplNode quantifier, Context context) {
      return tool.contexts(quantifier, context, state, TLCState.Empty, EvalControl.Clear);
    }

    /** The refusal with the values that a quantifier has given its variables. */
    private Refusal bound(OpApplNode quantifier, Context context, Refusal failing) {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      for (FormalParamNode[] list : quantifier.getBdedQuantSymbolLists()) {
        for (FormalParamNode variable : list) {
          if (context.lookup(variable) instanceof IValue value) {
            all.put(variable.getName().toString(), written(value));
          }
        }
      }
      failing.values().forEach(all::putIfAbsent);
      return new Refusal(failing.place(), failing.text(), all, failing.parts());
    }

    /** In the body of an operator, unless TLC has a Java method or a value in its place. */
    private @Nullable Refusal called(OpApplNode call, Context context) {
      if (!(tool.lookup(call.getOperator(), context, false) instanceof OpDefNode definition)
          || definition.getBody() == null) {
        return null;
      }
      Context inside = context;
      FormalParamNode[] parameters = definition.getParams();
      for (int i = 0; i < parameters.length; i++) {
        SemanticNode argument = call.getArgs()[i];
        if (argument instanceof OpArgNode || isPrimed(argument)) {
          return null;
        }
        inside = inside.cons(parameters[i], eval(argument, context));
      }
      return failing(definition.getBody(), inside);
    }

    private Refusal leaf(SemanticNode node, Context context) {
      SequencedMap<String, String> seen = new LinkedHashMap<>();
      if (node instanceof OpApplNode application) {
        operands(application, context, seen);
      }
      return whole(node, seen, List.of());
    }

    /** What the operands of a comparison are, and what stands inside them for a choice. */
    private void operands(OpApplNode node, Context context, Map<String, String> seen) {
      if (node.getArgs().length == 0 || node.getBdedQuantSymbolLists() != null) {
        tell(node, context, seen);
        return;
      }
      for (SemanticNode operand : node.getArgs()) {
        boolean isNegated =
            BuiltInOPs.getOpCode(node.getOperator().getName()) == ToolGlobals.OPCODE_lnot
                && isComparison(operand);
        if (isNegated) {
          operands((OpApplNode) operand, context, seen);
        } else {
          tell(operand, context, seen);
        }
        parameters(operand, context, seen);
      }
    }

    /** What an operand is, unless it says so itself. */
    private void tell(SemanticNode operand, Context context, Map<String, String> seen) {
      if (isLiteral(operand) || isPrimed(operand)) {
        return;
      }
      String is = text(operand, context);
      String text = texts.of(operand);
      if (!is.equals(text)) {
        seen.putIfAbsent(text, is);
      }
    }

    /** The parameters and bound variables that an operand speaks of. */
    private void parameters(SemanticNode node, Context context, Map<String, String> seen) {
      if (node instanceof OpApplNode application
          && application.getOperator() instanceof FormalParamNode parameter
          && context.lookup(parameter) instanceof IValue value) {
        seen.putIfAbsent(parameter.getName().toString(), written(value));
      }
      SemanticNode[] children = node.getChildren();
      if (children != null) {
        for (SemanticNode child : children) {
          parameters(child, context, seen);
        }
      }
    }

    private boolean isTrue(SemanticNode node, Context context) {
      return eval(node, context) instanceof BoolValue truth && truth.val;
    }

    private IValue eval(SemanticNode node, Context context) {
      return tool.eval(node, context, state);
    }

    private String text(SemanticNode node, Context context) {
      try {
        return written(eval(node, context));
      } catch (RuntimeException | StackOverflowError e) {
        return "no value"; // a record without that field, say, which the comparison does not need
      }
    }
  }

  private static String written(IValue value) {
    String text = value.toString().replaceAll("\\s+", " ");
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "\u2026";
  }

  private static boolean isComparison(SemanticNode node) {
    return node instanceof OpApplNode application
        && switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
          case ToolGlobals.OPCODE_eq,
              ToolGlobals.OPCODE_noteq,
              ToolGlobals.OPCODE_in,
              ToolGlobals.OPCODE_notin,
              ToolGlobals.OPCODE_subseteq ->
              true;
          default -> false;
        };
  }

  /** Whether a part says what it is: it has no variable, constant or parameter in it. */
  private static boolean isLiteral(SemanticNode node) {
    if (node instanceof NumeralNode || node instanceof StringNode || node instanceof OpArgNode) {
      return true;
    }
    return node instanceof OpApplNode application
        && BuiltInOPs.getOpCode(application.getOperator().getName()) != 0
        && application.getBdedQuantSymbolLists() == null
        && Stream.of(application.getArgs()).allMatch(Guards::isLiteral);
  }

  private Refusal whole(SemanticNode node, Map<String, String> seen, List<Refusal> parts) {
    return new Refusal(texts.place(node), texts.of(node), new LinkedHashMap<>(seen), parts);
  }

  private static boolean isPrimed(SemanticNode node) {
    return node instanceof LevelNode part && part.getLevel() >= LevelConstants.ActionLevel;
  }
}
