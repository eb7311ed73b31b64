package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.value.Value;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tlc2.output.EC;
import tlc2.tool.Action;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;

/** A model evaluated by TLC, one question at a time. */
final class BridgeSpec implements TlcSpec {
  private final FastTool tool;
  private final StateBridge states;
  private final SourceTexts texts;
  private final Failures failures;
  private final Runnable onClose;
  private final ActionTable table;
  private final Map<ActionInstance, List<Action>> actions;
  private final Map<ActionInstance, List<Action>> own = new IdentityHashMap<>(); // hashing is slow
  private final List<ActionInstance> instances;
  private final Map<String, Object> predicates = new LinkedHashMap<>();
  private final Map<String, Value> constants;
  private final Properties properties;
  private @Nullable NextUses nextUses;

  BridgeSpec(
      FastTool tool,
      StateBridge states,
      SourceTexts texts,
      Failures failures,
      Messages messages,
      Runnable onClose) {
    this.tool = tool;
    this.states = states;
    this.texts = texts;
    this.failures = failures;
    this.onClose = onClose;
    table = new ActionTable(tool, states.values());
    actions = new LinkedHashMap<>(table.byInstance());
    own.putAll(actions);
    instances = List.copyOf(actions.keySet());
    constants = readConstants();
    properties = new Properties(tool);
    Assumptions.require(tool, messages, failures);
  }

  /** TLC's actions for each action instance. */
  ActionTable table() {
    return table;
  }

  @Override
  public List<String> vars() {
    return states.vars();
  }

  @Override
  public Map<String, Value> constants() {
    return constants;
  }

  @Override
  public List<State> initialStates() {
    Set<State> initial = new TreeSet<>(State.ORDER);
    try {
      StateVec found = tool.getInitStates();
      for (int i = 0; i < found.size(); i++) {
        initial.add(states.fromTlc(found.elementAt(i)));
      }
    } catch (TlcException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, "the initial predicate");
    }
    return List.copyOf(initial);
  }

  @Override
  public Set<String> leftOutOfNext() {
    return nextUses().leftOut(tool.getRootModule());
  }

  @Override
  public boolean isInNext(String operator) {
    return nextUses().isMadeOf(operator);
  }

  private NextUses nextUses() {
    NextUses uses = nextUses;
    if (uses == null) {
      uses = NextUses.of(tool.getNextStateSpec());
      nextUses = uses;
    }
    return uses;
  }

  @Override
  public List<ActionInstance> actions() {
    return instances;
  }

  @Override
  public String place(ActionInstance action) {
    List<Action> parts = actions.getOrDefault(action, List.of());
    return parts.isEmpty() ? "" : texts.place(parts.getFirst().pred);
  }

  @Override
  public List<State> next(State state, ActionInstance action) {
    List<Action> parts = own.get(action);
    if (parts == null) {
      parts = actions.get(action);
    }
    if (parts == null) {
      throw new IllegalArgumentException("the spec has no action " + action);
    }
    TLCState from = states.toTlc(state);
    List<State> found = new ArrayList<>(1);
    try {
      for (Action part : parts) {
        StateVec successors = tool.getNextStates(part, from);
        for (int i = 0; i < successors.size(); i++) {
          found.add(successor(state, from, successors.elementAt(i), action));
        }
      }
    } catch (TlcException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, action.toString());
    }
    if (found.size() > 1) {
      Set<State> different = new TreeSet<>(State.ORDER);
      different.addAll(found);
      return List.copyOf(different);
    }
    return found;
  }

  @Override
  public Optional<Refusal> refusal(State state, ActionInstance action) {
    if (!next(state, action).isEmpty()) {
      return Optional.empty();
    }
    Guards guards = new Guards(tool, texts);
    List<Refusal> parts = new ArrayList<>();
    try {
      for (Action part : actions.getOrDefault(action, List.of())) {
        parts.add(guards.refusal(part, states.toTlc(state)).orElseGet(() -> leadsNowhere(part)));
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, action.toString());
    }
    return Optional.of(
        parts.size() == 1
            ? parts.getFirst()
            : new Refusal("", action.toString(), new LinkedHashMap<>(), parts));
  }

  /** Every conjunct without primes is TRUE, and those with primes allow no state. */
  private Refusal leadsNowhere(Action part) {
    return Refusal.of(
        texts.place(part.pred), "no next state satisfies the conjuncts with primes", Map.of());
  }

  @Override
  public List<String> invariants() {
    return Texts.names(tool.getModelConfig().getInvariants());
  }

  @Override
  public List<String> properties() {
    return Texts.names(tool.getModelConfig().getProperties());
  }

  @Override
  public boolean holds(String name, State state) {
    List<Action> configured = properties.invariants(name);
    if (!configured.isEmpty()) {
      return configured.stream().allMatch(part -> valid(part, state, name));
    }
    Object predicate = predicates.computeIfAbsent(name, this::definition);
    if (predicate instanceof BoolValue constant) {
      return constant.val;
    }
    try {
      IValue value =
          tool.eval(((OpDefNode) predicate).getBody(), Context.Empty, states.toTlc(state));
      if (value instanceof BoolValue bool) {
        return bool.val;
      }
      throw new IllegalArgumentException(name + " is no state predicate: its value is " + value);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, name);
    }
  }

  @Override
  public Set<String> stateProperties() {
    return properties.invariants();
  }

  @Override
  public Set<String> initialProperties() {
    return properties.initial();
  }

  @Override
  public Set<String> stepProperties() {
    return properties.steps();
  }

  @Override
  public Set<String> temporalProperties() {
    return properties.temporal();
  }

  @Override
  public boolean initiallyHolds(String property, State state) {
    return properties.initial(property).stream().allMatch(part -> valid(part, state, property));
  }

  @Override
  public boolean stepHolds(String property, State from, State to) {
    TLCState target = states.toTlc(to);
    TLCState source = states.toTlc(from);
    try {
      return properties.steps(property).stream()
          .allMatch(part -> tool.isValid(part, source, target));
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, property);
    }
  }

  @Override
  public boolean breaksForEver(String property, List<State> behaviour, int loop) {
    TLCState[] converted = behaviour.stream().map(states::toTlc).toArray(TLCState[]::new);
    try {
      return Lasso.breaks(properties.temporal(property), tool, converted, loop);
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, property);
    }
  }

  @Override
  public boolean checksDeadlock() {
    return tool.getModelConfig().getCheckDeadlock();
  }

  @Override
  public void close() {
    onClose.run();
  }

  private State successor(State from, TLCState source, TLCState to, ActionInstance action) {
    if (!to.allAssigned()) {
      String open =
          to.getUnassigned().stream()
              .map(variable -> variable.getName().toString())
              .sorted()
              .collect(Collectors.joining(", "));
      throw new TlcException(
          EC.ExitStatus.FAILURE_SPEC_EVAL,
          tool.getRootName() + ".tla: " + action + " does not say what becomes of " + open);
    }
    return states.successor(from, source, to);
  }

  private boolean valid(Action predicate, State state, String name) {
    try {
      return tool.isValid(predicate, states.toTlc(state));
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.evaluating(e, name);
    }
  }

  private Object definition(String name) {
    OpDefNode definition = tool.getRootModule().getOpDef(name);
    if (definition == null) {
      throw new IllegalArgumentException(
          "the module " + tool.getRootName() + " has no operator " + name);
    }
    if (definition.getArity() != 0 || definition.getLevel() > 1) {
      throw new IllegalArgumentException(name + " is no state predicate");
    }
    Object meaning = tool.lookup(definition);
    return meaning instanceof OpDefNode || meaning instanceof BoolValue ? meaning : definition;
  }

  private Map<String, Value> readConstants() {
    Map<String, Value> read = new LinkedHashMap<>();
    ModuleNode root = tool.getRootModule();
    for (OpDeclNode constant : Places.inOrder(root.getConstantDecls(), root)) {
      if (constant.getArity() > 0) {
        continue; // a constant operator has no value
      }
      Object value = tool.lookup(constant);
      if (value instanceof OpDefNode substituted) {
        value = tool.eval(substituted.getBody(), Context.Empty, TLCState.Empty);
      }
      read.put(constant.getName().toString(), states.values().convert((IValue) value));
    }
    return Collections.unmodifiableMap(read);
  }
}
