package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.value.Value;

class DesignTest {
  private static final String REFUSAL = "no scene on Linux has a GUP that copies or waits";

  private final Map<String, Value> constants = new HashMap<>();

  DesignTest() {
    set("Vcpu", Value.of("v0"));
    set("Notifier", Value.of("n0"));
    set("Gfn", Value.of(0));
    set("Copier");
    for (String bound : new String[] {"GfnsPerSlot", "Pages", "Faults", "Invalidations"}) {
      constants.put(bound, Value.of(1));
    }
    constants.put("Precheck", Value.of("read"));
    constants.put("FilterByRange", Value.of(true));
    constants.put("GupMayWait", Value.of(false));
  }

  private void set(String name, Value... elements) {
    constants.put(name, Value.set(elements));
  }

  @Test
  void shouldTakeScenesWhoseGupOnlyLooks() {
    assertThat(Design.of(constants).readsBefore()).isTrue();
  }

  @Test
  void shouldRefuseGupThatCopiesOrWaits() {
    set("Copier", Value.of("v0"));
    assertThatThrownBy(() -> Design.of(constants)).hasMessage(REFUSAL);
    set("Copier");
    constants.put("GupMayWait", Value.of(true));
    assertThatThrownBy(() -> Design.of(constants)).hasMessage(REFUSAL);
  }
}
