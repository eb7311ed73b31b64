package org.mmucheck.graph;

import java.util.Arrays;

/** A list of {@code int}s that grows at its end. */
final class Ints {
  private int[] elements = new int[64];
  private int size;

  void add(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, Math.addExact(size, size));
    }
    elements[size++] = element;
  }

  int get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return elements[index];
  }

  int size() {
    return size;
  }
}
