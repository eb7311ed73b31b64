package org.mmucheck.compiled;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.value.Value;

/** A spec that asks TLC whatever a subclass does not answer itself. */
abstract class ForwardingSpec implements TlcSpec {
  protected final TlcSpec tlc;

  ForwardingSpec(TlcSpec tlc) {
    this.tlc = tlc;
  }

  @Override
  public final List<String> vars() {
    return tlc.vars();
  }

  @Override
  public final Map<String, Value> constants() {
    return tlc.constants();
  }

  @Override
  public final List<State> initialStates() {
    return tlc.initialStates();
  }

  @Override
  public final List<ActionInstance> actions() {
    return tlc.actions();
  }

  @Override
  public final String place(ActionInstance action) {
    return tlc.place(action);
  }

  @Override
  public final boolean isInNext(String operator) {
    return tlc.isInNext(operator);
  }

  @Override
  public final Set<String> leftOutOfNext() {
    return tlc.leftOutOfNext();
  }

  @Override
  public final List<String> invariants() {
    return tlc.invariants();
  }

  @Override
  public final List<String> properties() {
    return tlc.properties();
  }

  @Override
  public final Set<String> stateProperties() {
    return tlc.stateProperties();
  }

  @Override
  public final Set<String> initialProperties() {
    return tlc.initialProperties();
  }

  @Override
  public final Set<String> stepProperties() {
    return tlc.stepProperties();
  }

  @Override
  public final Set<String> temporalProperties() {
    return tlc.temporalProperties();
  }

  @Override
  public final boolean initiallyHolds(String property, State state) {
    return tlc.initiallyHolds(property, state);
  }

  @Override
  public final Optional<Refusal> refusal(State state, ActionInstance action) {
    return tlc.refusal(state, action);
  }

  @Override
  public final boolean breaksForEver(String property, List<State> states, int loop) {
    return tlc.breaksForEver(property, states, loop);
  }

  @Override
  public final boolean checksDeadlock() {
    return tlc.checksDeadlock();
  }

  @Override
  public final void close() {
    tlc.close();
  }
}
