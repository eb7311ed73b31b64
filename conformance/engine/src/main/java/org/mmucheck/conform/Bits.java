package org.mmucheck.conform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Primitive values that do not widen to {@code long} as long values. */
final class Bits {
  private Bits() {}

  static long ofBoolean(boolean value) {
    return value ? 1 : 0;
  }

  static long ofFloat(float value) {
    return Float.floatToIntBits(value);
  }

  static long ofDouble(double value) {
    return Double.doubleToLongBits(value);
  }

  static MethodHandle converter(String name, Class<?> from) {
    try {
      return MethodHandles.lookup()
          .findStatic(Bits.class, name, MethodType.methodType(long.class, from));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
