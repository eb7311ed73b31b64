package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.tlc.NotSteppableException;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.value.Value;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;
import tlc2.output.EC;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ITool;
import tlc2.tool.ToolGlobals;
import tlc2.value.IValue;

/**
 * The actions into which TLC splits the next-state relation, by name and arguments as far as TLC
 * knows them before it has a state. An operator with a disjunction on top gives several of TLC's
 * actions; they are one instance here.
 */
final class ActionTable {
  private static final String UNNAMED = "Next";

  private final SortedMap<ActionInstance, List<Action>> byInstance = new TreeMap<>();
  private final @Nullable OpDefNode root;
  private @Nullable NotSteppableException vague;

  /**
   * @throws TlcException if the configuration names no next-state relation
   */
  ActionTable(ITool tool, FromTlc values) {
    Action next = tool.getNextStateSpec();
    if (next == null) {
      throw new TlcException(
          EC.ExitStatus.ERROR_CONFIG_PARSE,
          tool.getConfigFile() + ".cfg: no next-state relation, so nothing can be stepped");
    }
    root = definition(next);
    for (Action action : tool.getActions()) {
      boolean unnamed = action.getOpDef() == null || action.getOpDef() == root;
      if (unnamed && (tool.getActions().length > 1 || isQuantified(action))) {
        note(notSplit(action));
      }
      byInstance.computeIfAbsent(instance(action, values), key -> new ArrayList<>()).add(action);
    }
  }

  /** Every instance, sorted, with TLC's actions for it. */
  SortedMap<ActionInstance, List<Action>> byInstance() {
    return byInstance;
  }

  /**
   * @throws NotSteppableException if a part of the relation has no name, or an argument that TLC
   *     does not know before it has a state: then an instance stands for several
   */
  void requireExact() {
    if (vague != null) {
      throw vague;
    }
  }

  /**
   * The name of the next-state relation; {@value #UNNAMED} where the specification spells it out.
   */
  String rootName() {
    return root == null ? UNNAMED : root.getName().toString();
  }

  /** What is known of an action of {@link ITool#getActions} without a state. */
  ActionInstance instance(Action action, FromTlc values) {
    OpDefNode definition = action.getOpDef();
    if (definition == null || definition == root) {
      return new ActionInstance(rootName(), Map.of());
    }
    Map<String, Value> args = new LinkedHashMap<>();
    for (FormalParamNode parameter : definition.getParams()) {
      if (action.con.lookup(parameter) instanceof IValue known) {
        args.put(parameter.getName().toString(), values.convert(known));
      } else {
        note(dependsOnState(action, definition, parameter));
      }
    }
    return new ActionInstance(definition.getName().toString(), args);
  }

  private void note(NotSteppableException reason) {
    if (vague == null) {
      vague = reason;
    }
  }

  private static NotSteppableException dependsOnState(
      Action action, OpDefNode definition, FormalParamNode parameter) {
    return new NotSteppableException(
        EC.ExitStatus.FAILURE_SPEC_EVAL,
        Places.of(action.pred)
            + ": the argument "
            + parameter.getName()
            + " of "
            + definition.getName()
            + " depends on the state; quantify over a constant set and put the guard inside "
            + definition.getName());
  }

  private static NotSteppableException notSplit(Action action) {
    return new NotSteppableException(
        EC.ExitStatus.FAILURE_SPEC_EVAL,
        Places.of(action.pred)
            + ": this part of the next-state relation "
            + action.getName()
            + " is no named action with constant arguments; quantify over constant sets only, and"
            + " give each disjunct a name");
  }

  /** The operator that the configuration's next-state relation names; null if it names none. */
  private static @Nullable OpDefNode definition(Action next) {
    if (next.getOpDef() != null) {
      return next.getOpDef();
    }
    if (next.pred instanceof OpApplNode application) {
      SymbolNode operator = application.getOperator();
      boolean isBuiltIn = BuiltInOPs.getOpCode(operator.getName()) != 0;
      return operator instanceof OpDefNode definition && !isBuiltIn ? definition : null;
    }
    return null;
  }

  private static boolean isQuantified(Action action) {
    return action.pred instanceof OpApplNode application
        && BuiltInOPs.getOpCode(application.getOperator().getName()) == ToolGlobals.OPCODE_be;
  }
}
