package org.mmucheck.compiled;

import java.util.List;
import org.mmucheck.compiled.plain.Judge;
import org.mmucheck.compiled.plain.UndecidedException;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.syntax.SpecTree;

/**
 * A behaviour that one engine shows for a broken invariant, where the other shows none: it is
 * evaluated a third way, state by state.
 *
 * @param behaviour from an initial state on
 * @param invariant that its last state is to break
 * @param isTlcs whether TLC shows it, not the compiled engine
 */
record Evidence(List<State> behaviour, String invariant, boolean isTlcs) {
  Evidence {
    behaviour = List.copyOf(behaviour);
  }

  /** One sentence: what is wrong with it, or that nothing is. */
  String told(SpecTree tree) {
    try {
      String flaw = flaw(new Judge(tree));
      return "evaluated a third way, "
          + (flaw.isEmpty()
              ? "the behaviour that %s shows breaks %s: %s is wrong"
                  .formatted(who(isTlcs), invariant, who(!isTlcs))
              : flaw + ": " + who(isTlcs) + " is wrong");
    } catch (UndecidedException e) {
      return "who is right cannot be evaluated a third way (" + e.getMessage() + ")";
    }
  }

  /** Empty if it is as is said. */
  private String flaw(Judge judge) {
    if (!judge.isInitial(behaviour.getFirst())) {
      return "Init does not allow its first state";
    }
    for (int i = 1; i < behaviour.size(); i++) {
      if (!judge.isStep(behaviour.get(i - 1), behaviour.get(i))) {
        return "Next does not allow its step " + i;
      }
    }
    return judge.holds(invariant, behaviour.getLast())
        ? invariant + " holds in its last state"
        : "";
  }

  private static String who(boolean isTlc) {
    return isTlc ? "TLC" : "the compiled engine";
  }
}
