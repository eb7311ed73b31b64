package org.mmucheck.tlc.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;

/**
 * Tells which action a step is, with its arguments, from the two states: TLC splits the next-state
 * relation only as far as it can without a state, and with one a quantifier over a variable's set,
 * or an argument that is chosen, has its values.
 */
final class StepLabels {
  private final FastTool tool;
  private final FromTlc values;
  private final ActionTable table;

  StepLabels(FastTool tool, FromTlc values) {
    this.tool = tool;
    this.values = values;
    this.table = new ActionTable(tool, values);
  }

  /** The first action, in the module's order, that allows the step; null if none does. */
  @Nullable ActionInstance of(TLCState from, TLCState to) {
    for (Action action : tool.getActions()) {
      Step step = new Step(from, to);
      if (step.isAllowedBy(action.pred, action.con)) {
        return step.label(action.pred, action.con, table.instance(action, values));
      }
    }
    return null;
  }

  /** One step, in which a part of the relation is true or false. */
  private final class Step {
    private final TLCState from;
    private final TLCState to;

    Step(TLCState from, TLCState to) {
      this.from = from;
      this.to = to;
    }

    /** A part that TLC cannot evaluate for this step is none that it took. */
    boolean isAllowedBy(SemanticNode part, Context context) {
      try {
        return tool.isValid(new Action(part, context), from, to);
      } catch (RuntimeException | StackOverflowError e) {
        return false;
      }
    }

    /**
     * The innermost operator that the step can be pinned down to.
     *
     * @param part what allows the step
     * @param known what is known of it from around the part
     */
    ActionInstance label(SemanticNode part, Context context, ActionInstance known) {
      if (part instanceof LetInNode let) {
        return label(let.getBody(), context, known);
      }
      if (part instanceof LabelNode labelled) {
        return label(labelled.getBody(), context, known);
      }
      if (!(part instanceof OpApplNode application)) {
        return known;
      }
      return switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
        case 0 -> called(application, context, known);
        case ToolGlobals.OPCODE_be -> quantified(application, context, known);
        case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> disjunct(application, context, known);
        case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land ->
            conjunct(application, context, known);
        default -> known;
      };
    }

    private ActionInstance called(OpApplNode call, Context context, ActionInstance known) {
      if (!(tool.lookup(call.getOperator(), context, false) instanceof OpDefNode definition)
          || !isAction(definition.getBody())) {
        return known;
      }
      Map<String, Value> args = new LinkedHashMap<>();
      Context inside = context;
      FormalParamNode[] parameters = definition.getParams();
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i].getArity() > 0) {
          return new ActionInstance(definition.getName().toString(), args); // an operator, no value
        }
        IValue value = tool.eval(call.getArgs()[i], context, from, to, EvalControl.Clear);
        args.put(parameters[i].getName().toString(), values.convert(value));
        inside = inside.cons(parameters[i], value);
      }
      ActionInstance named = new ActionInstance(definition.getName().toString(), args);
      return label(definition.getBody(), inside, named);
    }

    private ActionInstance quantified(OpApplNode exists, Context context, ActionInstance known) {
      IContextEnumerator each = tool.contexts(exists, context, from, to, EvalControl.Clear);
      SemanticNode body = exists.getArgs()[0];
      for (Context one = each.nextElement(); one != null; one = each.nextElement()) {
        if (isAllowedBy(body, one)) {
          return label(body, one, known);
        }
      }
      return known;
    }

    private ActionInstance disjunct(OpApplNode list, Context context, ActionInstance known) {
      for (SemanticNode one : list.getArgs()) {
        if (isAllowedBy(one, context)) {
          return label(one, context, known);
        }
      }
      return known;
    }

    /** A named action is that action; what only guards or completes another takes its name. */
    private ActionInstance conjunct(OpApplNode list, Context context, ActionInstance known) {
      if (!known.action().equals(table.rootName())) {
        return known;
      }
      SemanticNode only = null;
      for (SemanticNode one : list.getArgs()) {
        if (isAction(one) && mayHaveName(one)) {
          if (only != null) {
            return known;
          }
          only = one;
        }
      }
      return only == null ? known : label(only, context, known);
    }

    /** Unlike {@code x' = 1} and {@code UNCHANGED x}. */
    private static boolean mayHaveName(SemanticNode action) {
      return !(action instanceof OpApplNode application)
          || switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
            case 0,
                ToolGlobals.OPCODE_be,
                ToolGlobals.OPCODE_dl,
                ToolGlobals.OPCODE_lor,
                ToolGlobals.OPCODE_cl,
                ToolGlobals.OPCODE_land ->
                true;
            default -> false;
          };
    }

    private static boolean isAction(SemanticNode node) {
      return node instanceof LevelNode part && part.getLevel() == LevelConstants.ActionLevel;
    }
  }
}
