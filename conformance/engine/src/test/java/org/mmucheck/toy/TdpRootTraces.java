package org.mmucheck.toy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmucheck.replay.Target;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/** Traces of TdpRoot.tla, written by hand. */
public final class TdpRootTraces {
  private static final List<String> VARS = List.of("refcount", "invalid", "loaded", "zapper");

  private final String model;
  private final String property;
  private final List<Trace.Step> steps = new ArrayList<>();
  private OptionalInt loop = OptionalInt.empty();

  private TdpRootTraces(String model, String property) {
    this.model = model;
    this.property = property;
    steps.add(new Trace.Step(null, state(1, false, Set.of())));
  }

  /** The MMU's reference is put before the zap, while nobody else holds the root. */
  public static Trace bug() {
    return new TdpRootTraces("TdpRootBugPutBeforeZap", "ZapSeesLiveRoot")
        .then(action("GetRoot", "v0"), state(2, false, Set.of("v0")))
        .then(action("InvalidateRoot"), state(2, true, Set.of("v0"), "put", "zap"))
        .then(action("PutMmuRef"), state(1, true, Set.of("v0"), "zap"))
        .then(action("PutRoot", "v0"), state(0, true, Set.of(), "zap"))
        .build();
  }

  /** A whole life in the right order. */
  public static Trace right() {
    return new TdpRootTraces("TdpRootReachFreed", "ReachFreed")
        .then(action("GetRoot", "v1"), state(2, false, Set.of("v1")))
        .then(action("GetRoot", "v0"), state(3, false, Set.of("v0", "v1")))
        .then(action("InvalidateRoot"), state(3, true, Set.of("v0", "v1"), "zap", "put"))
        .then(action("PutRoot", "v1"), state(2, true, Set.of("v0"), "zap", "put"))
        .then(action("ZapRoot"), state(2, true, Set.of("v0"), "put"))
        .then(action("PutMmuRef"), state(1, true, Set.of("v0")))
        .then(action("PutRoot", "v0"), state(0, true, Set.of()))
        .build();
  }

  /** A vCPU that loads and unloads the root for ever. */
  public static Trace lasso() {
    return new TdpRootTraces("TdpRootNeverInvalid", "InvalidRootIsFreed")
        .then(action("GetRoot", "v0"), state(2, false, Set.of("v0")))
        .then(action("PutRoot", "v0"), state(1, false, Set.of()))
        .loopTo(1)
        .build();
  }

  public static ActionInstance action(String name) {
    return new ActionInstance(name, Map.of());
  }

  public static ActionInstance action(String name, String vcpu) {
    return new ActionInstance(name, Map.of("v", Value.of(vcpu)));
  }

  public static State state(int refcount, boolean invalid, Set<String> loaded, String... zapper) {
    return new State(
        VARS,
        Value.of(refcount),
        Value.of(invalid),
        Value.set(loaded.stream().map(Value::of).toList()),
        Value.seq(Arrays.stream(zapper).map(Value::of).toArray(Value[]::new)));
  }

  /** The code, set up with two vCPUs. */
  public static Target target(Adapter adapter, boolean putAfterZap) {
    return new Target(
        adapter,
        VARS,
        Map.of(
            "Vcpu", Value.set(Value.of("v0"), Value.of("v1")),
            "PutAfterZap", Value.of(putAfterZap)),
        Stream.concat(
                Stream.of("InvalidateRoot", "ZapRoot", "PutMmuRef").map(TdpRootTraces::action),
                Stream.of("GetRoot", "PutRoot")
                    .flatMap(name -> Stream.of("v0", "v1").map(vcpu -> action(name, vcpu))))
            .collect(Collectors.toSet()));
  }

  private TdpRootTraces then(ActionInstance action, State state) {
    steps.add(new Trace.Step(action, state));
    return this;
  }

  private TdpRootTraces loopTo(int index) {
    loop = OptionalInt.of(index);
    return this;
  }

  private Trace build() {
    return new Trace(
        new Trace.Meta(model, "TdpRoot", property, "0".repeat(64), "1".repeat(64), "by hand"),
        VARS,
        steps,
        loop);
  }
}
