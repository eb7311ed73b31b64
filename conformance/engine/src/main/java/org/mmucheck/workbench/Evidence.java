package org.mmucheck.workbench;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.mmucheck.catalog.Model;
import org.mmucheck.report.Claim;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;

/**
 * What the spec says of a trace.
 *
 * @param claim whether it breaks the property that it names
 * @param needless the numbers of the steps that it does not need for that
 */
record Evidence(Claim claim, SortedSet<Integer> needless) {
  /** What a trace names in place of a property if its last state has no successor. */
  private static final String DEADLOCK = "deadlock";

  /** What a trace of {@code model} shows by its states. */
  static Evidence of(Trace trace, Model model) {
    try (TlcSpec spec = Specs.openAsItIs(model)) {
      List<State> states =
          trace.steps().stream().map(step -> step.state().inOrder(spec.vars())).toList();
      Claim claim = of(trace, states, spec);
      return new Evidence(
          claim,
          claim == Claim.BROKEN
              ? Needless.of(
                  trace, states, spec, shorter -> of(trace, shorter, spec) == Claim.BROKEN)
              : new TreeSet<>());
    } catch (TlcException | IllegalArgumentException e) {
      return new Evidence(Claim.SAID, new TreeSet<>()); // no oracle, or a trace of something else
    }
  }

  private static Claim of(Trace trace, List<State> states, TlcSpec spec) {
    String property = trace.meta().property();
    State last = states.getLast();
    if (property.equals(DEADLOCK)) {
      return claim(spec.actions().stream().allMatch(action -> spec.next(last, action).isEmpty()));
    }
    if (trace.loop().isPresent() && spec.temporalProperties().contains(property)) {
      return claim(spec.breaksForEver(property, states, trace.loop().getAsInt()));
    }
    if (!spec.properties().contains(property) || spec.stateProperties().contains(property)) {
      return claim(!spec.holds(property, last));
    }
    boolean breaksAtFirst =
        states.size() == 1
            && spec.initialProperties().contains(property)
            && !spec.initiallyHolds(property, last);
    boolean breaksByStep =
        states.size() > 1
            && spec.stepProperties().contains(property)
            && !spec.stepHolds(property, states.get(states.size() - 2), last);
    return claim(breaksAtFirst || breaksByStep);
  }

  private static Claim claim(boolean isBroken) {
    return isBroken ? Claim.BROKEN : Claim.KEPT;
  }
}
