package org.mmucheck.conform;

/** An array, element by element. */
final class ArrayShape extends Shape {
  @Override
  void visit(Object array, Fingerprint fingerprint) {
    switch (array) {
      case Object[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.reference(i, elements[i]);
        }
      }
      case long[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, elements[i]);
        }
      }
      case int[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, elements[i]);
        }
      }
      case boolean[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, Bits.ofBoolean(elements[i]));
        }
      }
      case byte[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, elements[i]);
        }
      }
      case short[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, elements[i]);
        }
      }
      case char[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, elements[i]);
        }
      }
      case float[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, Bits.ofFloat(elements[i]));
        }
      }
      case double[] elements -> {
        for (int i = 0; i < elements.length; i++) {
          fingerprint.number(i, Bits.ofDouble(elements[i]));
        }
      }
      default -> throw new UnknownStateException(array.getClass());
    }
  }
}
