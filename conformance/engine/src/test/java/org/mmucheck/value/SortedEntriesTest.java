package org.mmucheck.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The maps and sets of values beside the JDK's trees, of few entries and of many. */
class SortedEntriesTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 16, 17, 100})
  void shouldBeAsTheTreeMap(int size) {
    SortedMap<Value, Value> tree = new TreeMap<>();
    List<Value> keys = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      keys.add(i % 3 == 0 ? Value.of("t" + i) : Value.of(7L * i));
      values.add(Value.of(i));
      tree.put(keys.get(i), values.get(i));
    }
    List<Integer> order = shuffled(size);
    SortedEntries<Value> entries =
        SortedEntries.owning(
            order.stream().map(keys::get).toArray(Value[]::new),
            order.stream().map(values::get).toArray(Value[]::new));

    assertThat(List.copyOf(entries.entrySet())).isEqualTo(List.copyOf(tree.entrySet()));
    assertThat(entries.equals(tree)).isTrue();
    assertThat(tree.equals(entries)).isTrue();
    assertThat(entries).hasSameHashCodeAs(tree).isEqualTo(SortedEntries.copyOf(tree));
    keys.forEach(key -> assertThat(entries.get(key)).isEqualTo(tree.get(key)));
    assertThat(entries.containsKey(Value.of(-1))).isFalse();
    Value from = Value.of(14);
    Value to = Value.of("t3");
    assertThat(entries.subMap(from, to)).isEqualTo(tree.subMap(from, to));
    assertThat(entries.headMap(to)).isEqualTo(tree.headMap(to));
    assertThat(entries.tailMap(to)).isEqualTo(tree.tailMap(to));
    if (size > 0) {
      assertThat(entries.firstKey()).isEqualTo(tree.firstKey());
      assertThat(entries.lastKey()).isEqualTo(tree.lastKey());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 16, 17, 100})
  void shouldBeAsTheTreeSet(int size) {
    List<Value> drawn = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      drawn.add(i % 4 == 0 ? Value.of("t" + i) : Value.of(random.nextInt(size)));
    }
    SortedSet<Value> tree = new TreeSet<>(drawn);
    SortedElements elements = SortedElements.copyOf(drawn);

    assertThat(List.copyOf(elements)).isEqualTo(List.copyOf(tree));
    assertThat(elements.equals(tree)).isTrue();
    assertThat(tree.equals(elements)).isTrue();
    assertThat(elements).hasSameHashCodeAs(tree).isEqualTo(SortedElements.copyOf(tree));
    drawn.forEach(element -> assertThat(elements.contains(element)).isTrue());
    assertThat(elements.contains(Value.of(-1))).isFalse();
    Value from = Value.of(2);
    Value to = Value.of("t8");
    assertThat(elements.subSet(from, to)).isEqualTo(tree.subSet(from, to));
    assertThat(elements.headSet(to)).isEqualTo(tree.headSet(to));
    assertThat(elements.tailSet(from)).isEqualTo(tree.tailSet(from));
    if (size > 0) {
      assertThat(elements.first()).isEqualTo(tree.first());
      assertThat(elements.last()).isEqualTo(tree.last());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 20})
  void shouldRefuseAKeyWithTwoValues(int size) {
    Value[] keys = new Value[size];
    Value[] values = new Value[size];
    for (int i = 0; i < size; i++) {
      keys[i] = Value.of(i == size - 1 ? 0 : i);
      values[i] = Value.of(i);
    }
    assertThatThrownBy(() -> SortedEntries.owning(keys, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 has two values");
  }

  @Test
  void shouldRefuseValuesWithoutKeys() {
    assertThatThrownBy(() -> Value.fcn(List.of(Value.of(0)), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 keys, 0 values");
  }

  @Test
  void shouldNotChange() {
    SortedEntries<Value> entries =
        SortedEntries.copyOf(new TreeMap<>(Map.of(Value.of(0), Value.of(1))));
    SortedElements elements = SortedElements.copyOf(List.of(Value.of(0)));
    assertThatThrownBy(() -> entries.put(Value.of(1), Value.of(2)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(entries::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> entries.entrySet().iterator().next().setValue(Value.of(3)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> elements.add(Value.of(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(elements::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldHaveNoFirstOfNothing() {
    SortedEntries<Value> entries = SortedEntries.copyOf(Map.of());
    SortedElements elements = SortedElements.copyOf(List.of());
    assertThatThrownBy(entries::firstKey).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(entries::lastKey).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(elements::first).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(elements::last).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> entries.entrySet().iterator().next())
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> elements.iterator().next()).isInstanceOf(NoSuchElementException.class);
  }

  /** A function on 1..n, and on nothing else, is a sequence, in whatever order it comes. */
  @Test
  void shouldKnowASequence() {
    List<Value> ones = List.of(Value.of(2), Value.of(1));
    List<Value> letters = List.of(Value.of("b"), Value.of("a"));
    assertThat(Value.fcn(ones, letters)).isEqualTo(Value.seq(Value.of("a"), Value.of("b")));
    assertThat(Value.fcn(List.of(), List.of())).isEqualTo(Value.seq());
    assertThat(Value.fcn(List.of(Value.of(2), Value.of(0)), letters)).isInstanceOf(Value.Fcn.class);
    assertThat(Value.fcn(List.of(Value.of(3), Value.of(1)), letters)).isInstanceOf(Value.Fcn.class);
    assertThat(Value.fcn(List.of(Value.of("2"), Value.of(1)), letters))
        .isInstanceOf(Value.Fcn.class);
  }

  private List<Integer> shuffled(int size) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    return order;
  }
}
