package org.mmucheck.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

class FactTest {
  private static final State STATE =
      new State(
          List.of("spte", "fault", "log"),
          Value.fcn(Map.of(Value.of(0), Value.of("p0"), Value.of(5), Value.of("p1"))),
          Value.fcn(Map.of(Value.of("v0"), Value.rec(Map.of("gfn", Value.of(3))))),
          Value.seq(Value.of("first"), Value.of("second")));

  @Test
  void shouldHoldForWholeVariableOnlyIfAllOfItIsEqual() {
    Value log = Value.seq(Value.of("first"), Value.of("second"));

    assertThat(new Fact("log", List.of(), log).holdsIn(STATE)).isTrue();
    assertThat(new Fact("log", List.of(), Value.seq()).holdsIn(STATE)).isFalse();
  }

  @Test
  void shouldFollowFunctionsRecordsAndSequences() {
    assertThat(fact("spte", Value.of("p1"), Value.of(5)).holdsIn(STATE)).isTrue();
    assertThat(fact("fault", Value.of(3), Value.of("v0"), Value.of("gfn")).holdsIn(STATE)).isTrue();
    assertThat(fact("log", Value.of("second"), Value.of(2)).holdsIn(STATE)).isTrue();
    assertThat(fact("log", Value.of("first"), Value.of(2)).holdsIn(STATE)).isFalse();
  }

  @Test
  void shouldNotHoldWhereTheStateHasNoSuchPart() {
    assertThat(fact("spte", Value.of("p1"), Value.of(7)).holdsIn(STATE)).isFalse();
    assertThat(fact("log", Value.of("first"), Value.of(0)).holdsIn(STATE)).isFalse();
    assertThat(fact("log", Value.of("first"), Value.of(3)).holdsIn(STATE)).isFalse();
    assertThat(fact("fault", Value.of(3), Value.of("v0"), Value.of(1)).holdsIn(STATE)).isFalse();
    assertThat(fact("fault", Value.of(3), Value.of("v0"), Value.of("pfn")).holdsIn(STATE))
        .isFalse();
  }

  @Test
  void shouldReadAsTheSpecWritesIt() {
    assertThat(fact("fault", Value.of(3), Value.of("v0"), Value.of("gfn")))
        .hasToString("fault[v0][gfn] = 3");
  }

  private static Fact fact(String variable, Value value, Value... path) {
    return new Fact(variable, List.of(path), value);
  }
}
