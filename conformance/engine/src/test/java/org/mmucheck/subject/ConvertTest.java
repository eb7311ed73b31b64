package org.mmucheck.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mmucheck.value.Value;

class ConvertTest {
  private enum Colour {
    RED
  }

  private record Item(String owner, int size) {}

  @Test
  void shouldConvertWhatJavaHas() {
    assertThat(spec(true)).isEqualTo(Value.of(true));
    assertThat(spec((short) 3)).isEqualTo(Value.of(3));
    assertThat(spec(1L << 40)).isEqualTo(Value.of(1L << 40));
    assertThat(spec("v0")).isEqualTo(Value.of("v0"));
    assertThat(spec(Colour.RED)).isEqualTo(Value.of("RED"));
    assertThat(spec(Set.of(2, 1))).hasToString("{1, 2}");
    assertThat(spec(List.of("a", "b"))).hasToString("<<a, b>>");
    assertThat(spec(new int[] {4, 5})).hasToString("<<4, 5>>");
    assertThat(spec(Map.of("a", 1))).hasToString("(a :> 1)");
    assertThat(spec(Map.of(1, "x", 2, "y"))).hasToString("<<x, y>>");
    assertThat(spec(new Item("a", 2))).hasToString("[owner |-> a, size |-> 2]");
    assertThat(spec(Value.set())).isEqualTo(Value.set());
    Deque<Integer> queue = new ArrayDeque<>(List.of(9, 8));
    assertThat(spec(queue)).hasToString("<<9, 8>>");
  }

  @Test
  void shouldSayWhichElementIsNoValue() {
    assertThatThrownBy(() -> spec(Map.of("a", List.of(new Object()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an element of x[a] is a java.lang.Object");
    assertThatThrownBy(() -> Convert.toSpec("x", null)).hasMessageStartingWith("x is null");
  }

  private static Value spec(Object object) {
    return Convert.toSpec("x", object);
  }
}
