package org.mmucheck.itf;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/** Small traces for tests. */
final class Traces {
  static final Trace.Meta META =
      new Trace.Meta(
          "TdpRootBugPutBeforeZap",
          "TdpRoot",
          "ZapSeesLiveRoot",
          "0f".repeat(32),
          "a1".repeat(32),
          "The put frees the root while the zap is still owed.");

  private static final List<String> VARS = List.of("refcount", "loaded", "zapper", "spte");

  private Traces() {}

  /** Three states, every kind of value, actions with and without arguments. */
  static Trace small() {
    return new Trace(
        META,
        VARS,
        List.of(
            new Trace.Step(null, state(1, Value.set())),
            new Trace.Step(
                new ActionInstance("GetRoot", Map.of("v", Value.of("v0"))),
                state(2, Value.set(Value.of("v0")))),
            new Trace.Step(new ActionInstance("InvalidateRoot", Map.of()), state(-1, Value.set()))),
        OptionalInt.empty());
  }

  static Trace lasso() {
    Trace small = small();
    return new Trace(small.meta(), small.vars(), small.steps(), OptionalInt.of(1));
  }

  private static State state(long refcount, Value loaded) {
    return new State(
        VARS,
        Value.of(refcount),
        loaded,
        Value.seq(Value.of("zap"), Value.of(true)),
        Value.fcn(Map.of(Value.of("g0"), Value.rec(Map.of("pfn", Value.of(7))))));
  }
}
