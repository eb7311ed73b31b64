package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.ITool;
import tlc2.tool.TLCState;
import tlc2.value.IValue;
import tlc2.value.impl.ModelValue;
import util.UniqueString;

/** TLC's states as ours and back, variable by variable. */
final class StateBridge {
  private final List<String> vars;
  private final UniqueString[] names;
  private final FromTlc fromTlc;
  private final ToTlc toTlc;

  /** The state converted last: all actions of a state are asked for one after the other. */
  private @Nullable State last;

  private @Nullable TLCState lastConverted;

  StateBridge(ITool tool, Map<String, ModelValue> modelValues) {
    this(tool, modelValues, new FromTlc(modelValues.keySet()));
  }

  /** For states that people read and that nobody evaluates. */
  static StateBridge forReaders(ITool tool) {
    return new StateBridge(tool, Map.of(), FromTlc.forReaders());
  }

  private StateBridge(ITool tool, Map<String, ModelValue> modelValues, FromTlc values) {
    OpDeclNode[] declared = Places.inOrder(TLCState.Empty.getVars(), tool.getRootModule());
    List<String> inOrder = new ArrayList<>();
    names = new UniqueString[declared.length];
    for (int i = 0; i < declared.length; i++) {
      names[i] = declared[i].getName();
      inOrder.add(names[i].toString());
    }
    vars = List.copyOf(inOrder);
    fromTlc = values;
    toTlc = new ToTlc(fromTlc, modelValues);
  }

  List<String> vars() {
    return vars;
  }

  /** The variables' names as TLC has them, in the same order. */
  UniqueString[] names() {
    return names.clone();
  }

  FromTlc values() {
    return fromTlc;
  }

  State fromTlc(TLCState state) {
    Value[] values = new Value[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] = fromTlc.convert(state.lookup(names[i]));
    }
    return new State(vars, values);
  }

  /** As {@link #fromTlc(TLCState)}, but what the step did not change is taken from {@code from}. */
  State successor(State from, TLCState fromConverted, TLCState to) {
    Value[] values = new Value[names.length];
    for (int i = 0; i < names.length; i++) {
      IValue value = to.lookup(names[i]);
      values[i] = value == fromConverted.lookup(names[i]) ? from.value(i) : fromTlc.convert(value);
    }
    return new State(vars, values);
  }

  TLCState toTlc(State state) {
    if (state == last && lastConverted != null) {
      return lastConverted;
    }
    if (!state.vars().equals(vars)) {
      throw new IllegalArgumentException("a state over " + state.vars() + ", not over " + vars);
    }
    TLCState converted = TLCState.Empty.createEmpty();
    for (int i = 0; i < names.length; i++) {
      converted.bind(names[i], toTlc.convert(state.value(i)));
    }
    last = state;
    lastConverted = converted;
    return converted;
  }
}
