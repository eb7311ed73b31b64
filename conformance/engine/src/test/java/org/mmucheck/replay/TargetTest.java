package org.mmucheck.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.value.Value;

class TargetTest {
  @Test
  void shouldTakeTheRulesOfAnotherModelAndKeepItsOwnBounds() {
    Target own = target(Map.of("Vcpu", Value.set(Value.of("v0")), "PutAfterZap", Value.of(false)));
    Map<String, Value> other =
        Map.of(
            "Vcpu", Value.set(),
            "PutAfterZap", Value.of(true),
            "Faults", Value.of(3),
            "OnlyThere", Value.of(true));
    assertThat(own.withDesignOf(other).constants())
        .isEqualTo(Map.of("Vcpu", Value.set(Value.of("v0")), "PutAfterZap", Value.of(true)));
  }

  @Test
  void shouldTakeTheWayThatAnotherModelGoesAndKeepItsOwnTasks() {
    Value tasks = Value.set(Value.of("v0"), Value.of("v1"));
    Target own = target(Map.of("Vcpu", tasks, "First", Value.of("v0"), "Cure", Value.of("none")));
    Map<String, Value> other =
        Map.of("Vcpu", tasks, "First", Value.of("v1"), "Cure", Value.of("count"));
    assertThat(own.withDesignOf(other).constants())
        .isEqualTo(Map.of("Vcpu", tasks, "First", Value.of("v0"), "Cure", Value.of("count")));
  }

  private static Target target(Map<String, Value> constants) {
    return new Target(TdpRootAdapter.right(), List.of("refcount"), constants, Set.of());
  }
}
