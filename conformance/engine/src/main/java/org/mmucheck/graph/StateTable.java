package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * States, numbered from 0 in the order of their arrival. A state takes one {@code int} a variable,
 * the number of its value among the values seen, and about eight bytes of hash table.
 */
public final class StateTable {
  /** Values that did not come from one source are equal, but not the same; forget them here. */
  private static final int IDENTITIES = 1 << 16;

  private static final int MIX = 0x9E3779B9;

  private final List<String> vars;
  private final List<Value> values = new ArrayList<>();
  private final Map<Value, Integer> numbers = new HashMap<>();
  private final IdentityHashMap<Value, Integer> identities = new IdentityHashMap<>();

  private int[] rows = new int[1 << 10];
  private int[] slots = new int[1 << 8]; // a state's number plus 1, or 0
  private final int[] row;
  private int size;

  public StateTable(List<String> vars) {
    this.vars = vars;
    this.row = new int[vars.size()];
  }

  public int size() {
    return size;
  }

  /** The state's number, which is {@link #size()} as it was before if the state is new. */
  public int add(State state) {
    encode(state);
    int slot = slotOf(row);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    int at = size * row.length;
    if (at + row.length > rows.length) {
      rows = Arrays.copyOf(rows, Math.addExact(rows.length, Math.max(rows.length, row.length)));
    }
    System.arraycopy(row, 0, rows, at, row.length);
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  /** The state's number, or -1 if it never arrived. */
  public int find(State state) {
    encode(state);
    return slots[slotOf(row)] - 1;
  }

  /**
   * @throws IndexOutOfBoundsException if there is no state of that number
   */
  public State get(int number) {
    if (number < 0 || number >= size) {
      throw new IndexOutOfBoundsException(number);
    }
    Value[] decoded = new Value[row.length];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = values.get(rows[number * row.length + i]);
    }
    return new State(vars, decoded);
  }

  private void encode(State state) {
    for (int i = 0; i < row.length; i++) {
      row[i] = number(state.value(i));
    }
  }

  private int number(Value value) {
    Integer known = identities.get(value);
    if (known == null) {
      known = numbers.putIfAbsent(value, values.size());
      if (known == null) {
        known = values.size();
        values.add(value);
      }
      if (identities.size() >= IDENTITIES) {
        identities.clear();
      }
      identities.put(value, known);
    }
    return known;
  }

  /** The slot that holds this row, or the free one where it belongs. */
  private int slotOf(int[] wanted) {
    int slot = hash(wanted, 0) & (slots.length - 1);
    while (slots[slot] != 0) {
      int at = (slots[slot] - 1) * wanted.length;
      if (Arrays.equals(rows, at, at + wanted.length, wanted, 0, wanted.length)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int number = 0; number < size; number++) {
      int slot = hash(rows, number * row.length) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = number + 1;
    }
  }

  private int hash(int[] from, int at) {
    int hash = 0;
    for (int i = 0; i < row.length; i++) {
      hash = (hash ^ from[at + i]) * MIX;
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
