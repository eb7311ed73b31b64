package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.value.Value;

class RootDesignTest {
  private final Map<String, Value> constants =
      new HashMap<>(
          Map.of(
              "Vcpu", Value.set(Value.of("v0"), Value.of("v1")),
              "Notifier", Value.set(Value.of("n0")),
              "Zapper", Value.set(Value.of("z0")),
              "Gfn", Value.set(Value.of(0), Value.of(1)),
              "RootsAtStart", Value.set(Value.of("r0")),
              "MappedAtStart", Value.set(Value.of(1)),
              "NotifierRange", Value.set(Value.of(0), Value.of(1))));

  @Test
  void shouldSayWhatSceneNeeds() {
    RootDesign design = RootDesign.of(constants);
    assertThat(design.vcpus()).containsExactly("v0", "v1");
    assertThat(design.root()).containsExactly("r0");
    assertThat(design.mapped()).containsExactly(1);
    assertThat(design.range()).containsExactlyInAnyOrder(0, 1);
    assertThat(design.shape()).isEqualTo(new Shape(2, 2, 2, 8));
  }

  @Test
  void shouldHaveTaskThatCanZapWhereModelHasNone() {
    constants.put("Notifier", Value.set());
    constants.put("Zapper", Value.set());
    assertThat(RootDesign.of(constants).shape()).isEqualTo(new Shape(2, 1, 2, 8));
  }

  @Test
  void shouldRefuseModelWithoutOneOfItsSets() {
    constants.remove("Zapper");
    assertThatThrownBy(() -> RootDesign.of(constants)).hasMessage("the model has no set Zapper");
  }
}
