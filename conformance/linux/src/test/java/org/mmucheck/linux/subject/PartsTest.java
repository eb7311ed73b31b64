package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.value.Value;

class PartsTest {
  private final Value function = Value.fcn(Map.of(Value.of("r0"), Value.of(2)));
  private final Value record = Value.rec(Map.of("root", Value.of("r0")));

  @Test
  void shouldLookIntoFunctionsRecordsAndSequences() {
    assertThat(Parts.at(function, "r0")).isEqualTo(Value.of(2));
    assertThat(Parts.text(Parts.at(record, "root"))).isEqualTo("r0");
    assertThat(Parts.at(Value.seq(Value.of(7)), Value.of(1))).isEqualTo(Value.of(7));
    assertThatThrownBy(() -> Parts.at(function, "r1"))
        .hasMessage("r1 is not in the domain of (r0 :> 2)");
  }

  @Test
  void shouldReplaceOneValueAndLeaveTheOriginal() {
    assertThat(Parts.except(function, Value.of("r0"), Value.of(3)))
        .isEqualTo(Value.fcn(Map.of(Value.of("r0"), Value.of(3))));
    assertThat(Parts.except(record, Value.of("root"), Value.of("None")))
        .isEqualTo(Value.rec(Map.of("root", Value.of("None"))));
    assertThat(Parts.number(Parts.at(function, "r0"))).isEqualTo(2);
    assertThatThrownBy(() -> Parts.except(Value.of(1), Value.of(1), Value.of(1)))
        .hasMessage("1 is no function");
  }
}
