package org.mmucheck.compiled;

import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSpec;

/** TLC's answers, each held against another engine's. */
final class ComparedSpec extends ForwardingSpec {
  private final TlcSpec other;

  /**
   * @param other of the same session, which TLC's closes
   */
  ComparedSpec(TlcSpec tlc, TlcSpec other) {
    super(tlc);
    this.other = other;
  }

  @Override
  public List<State> next(State state, ActionInstance action) {
    return same(action.toString(), tlc.next(state, action), other.next(state, action));
  }

  @Override
  public boolean holds(String name, State state) {
    return same(name, tlc.holds(name, state), other.holds(name, state));
  }

  @Override
  public boolean stepHolds(String property, State from, State to) {
    return same(property, tlc.stepHolds(property, from, to), other.stepHolds(property, from, to));
  }

  private static <T> T same(String what, T byTlc, T byOther) {
    if (!byTlc.equals(byOther)) {
      throw new TlcException(
          BothEngines.THEY_DIFFER,
          "the two engines differ: " + what + ": TLC " + byTlc + ", compiled " + byOther);
    }
    return byTlc;
  }
}
