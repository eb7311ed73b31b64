package org.mmucheck.tlc;

import java.util.Optional;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;

/** A verdict that nothing is wrong, but about nothing: what passes then has not been checked. */
final class Emptiness {
  private Emptiness() {}

  /** Why {@code actual} says nothing of {@code model}, in one sentence; empty if it does. */
  static Optional<String> reason(Model model, TlcResult actual) {
    if (actual.result() != Result.SUCCESS) {
      return Optional.empty();
    }
    if (actual.distinctStates() == 0) {
      return Optional.of(
          model.name() + " has no initial state, so nothing was checked: its Init is FALSE");
    }
    String config = model.config();
    if (UncheckedConfig.invariants(config).isEmpty()
        && UncheckedConfig.properties(config).isEmpty()
        && !UncheckedConfig.checksDeadlock(config)) {
      return Optional.of(
          model.name()
              + " lists nothing to check: neither an invariant nor a property, nor is a deadlock"
              + " an error");
    }
    boolean isStill = actual.depth() <= 1 && actual.generatedStates() == actual.distinctStates();
    return model.induction() == null && isStill
        ? Optional.of(
            model.name()
                + " takes no step from its initial states, so no more than those was checked: its"
                + " Next is FALSE there")
        : Optional.empty();
  }
}
