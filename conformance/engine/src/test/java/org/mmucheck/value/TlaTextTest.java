package org.mmucheck.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlaTextTest {
  @Test
  void shouldReadEveryKindOfValue() {
    assertThat(TlaText.value("(v0 :> <<1, \"a, \\\"b\">> @@ v1 :> {})"))
        .hasValue(
            Value.fcn(
                Map.of(
                    Value.of("v0"),
                    Value.seq(Value.of(1), Value.of("a, \"b")),
                    Value.of("v1"),
                    Value.set())));
    assertThat(TlaText.value("[kind |-> TRUE,\n   at |-> -3]"))
        .hasValue(Value.rec(Map.of("kind", Value.of(true), "at", Value.of(-3))));
    assertThat(TlaText.value("1..3")).hasValue(Value.set(Value.of(1), Value.of(2), Value.of(3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<<1", "{1} 2", "SUBSET {1, 2}", "[S -> T]", "(a :> )", "1..999999999"})
  void shouldNotReadWhatIsNotWrittenOut(String text) {
    assertThat(TlaText.value(text)).isEmpty();
  }
}
