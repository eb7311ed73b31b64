package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.value.Value;

class GpcDesignTest {
  private final Map<String, Value> constants = new HashMap<>();

  @BeforeEach
  void describe() {
    set("User", Value.of("u0"));
    set("Refresher", Value.of("r0"));
    set("Owner");
    set("Notifier", Value.of("n0"));
    set("Gfn", Value.of(0));
    constants.put("Pages", Value.of(2));
    constants.put("Invalidations", Value.of(2));
    constants.put("StartActive", Value.of(true));
    constants.put("InMemslot", Value.of(false));
    constants.put("Endless", Value.of(false));
    constants.put("Cure", Value.of("mark"));
    constants.put("ValidLast", Value.of(false));
  }

  private void set(String name, Value... elements) {
    constants.put(name, Value.set(elements));
  }

  @Test
  void shouldGiveNotifierTaskForEachInvalidation() {
    GpcDesign design = GpcDesign.of(constants);
    assertThat(design.workers()).containsExactly("r0");
    assertThat(design.inMemslot()).isFalse();
    assertThat(design.shape()).isEqualTo(new Shape(1, 3, 2, 8));
    set("Owner", Value.of("o0"));
    constants.put("Invalidations", Value.of(3));
    assertThat(GpcDesign.of(constants).workers()).containsExactly("r0", "o0");
    assertThat(GpcDesign.of(constants).shape()).isEqualTo(new Shape(1, 5, 2, 8));
  }

  @Test
  void shouldHaveKernelFollowAllRulesAndCountWhereItCounts() {
    assertThat(GpcDesign.withRules(constants, true))
        .containsEntry("ValidLast", Value.of(true))
        .containsEntry("HookInvalidates", Value.of(true))
        .containsEntry("Cure", Value.of("count"))
        .containsEntry("InMemslot", Value.of(false));
    assertThat(GpcDesign.withRules(constants, false)).containsEntry("Cure", Value.of("none"));
  }

  @Test
  void shouldRefuseModelsThatNoSceneHas() {
    constants.put("Endless", Value.of(true));
    assertThatThrownBy(() -> GpcDesign.of(constants))
        .hasMessage("no scene on Linux has endless invalidations");
    constants.put("Endless", Value.of(false));
    set("Notifier", Value.of("n0"), Value.of("n1"));
    assertThatThrownBy(() -> GpcDesign.of(constants))
        .hasMessageStartingWith("no scene on Linux has two notifiers and a cache");
    constants.remove("Notifier");
    assertThatThrownBy(() -> GpcDesign.of(constants))
        .hasMessage("the model has no constant Notifier");
  }
}
