package org.mmucheck.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.value.Value;

class LargeConfigTest {
  @Test
  void shouldChangeNothingButTheConstantsThatDiffer() {
    String config =
        """
        SPECIFICATION Spec
        CONSTANTS
          Vcpu = {v0}
          Table = {"t0"}
          Faults = 1
          CheckSeq = TRUE
          v0 = v0
        INVARIANTS
          TypeOK
        """;
    Map<String, Value> own =
        Map.of(
            "Vcpu", Value.set(Value.of("v0")),
            "Table", Value.set(Value.of("t0")),
            "Faults", Value.of(1),
            "CheckSeq", Value.of(true),
            "v0", Value.of("v0"));
    Map<String, Value> large =
        Map.of(
            "Vcpu", Value.set(Value.of("v0"), Value.of("v1")),
            "Table", Value.set(Value.of("t0"), Value.of("t1")),
            "Faults", Value.of(1000),
            "CheckSeq", Value.of(true),
            "v0", Value.of("v0"));
    assertThat(LargeConfig.of(config, own, large))
        .isEqualTo(
            config
                .replace("{v0}", "{v0, v1}")
                .replace("{\"t0\"}", "{\"t0\", \"t1\"}")
                .replace("Faults = 1", "Faults = 1000"));
    assertThat(LargeConfig.of(config, own, own)).isEqualTo(config);
  }
}
