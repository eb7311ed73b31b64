package org.mmucheck.conform;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Objects that count by their content: of two that are equal, either is as good. */
final class Values {
  /** Of the JDK, those that code keeps in its state. */
  private static final Set<Class<?>> IMMUTABLE =
      Set.of(BigInteger.class, BigDecimal.class, UUID.class, Instant.class, Duration.class);

  private Values() {}

  static boolean isValue(Object object) {
    return object instanceof Enum<?>
        || object instanceof String
        || object instanceof Integer
        || object instanceof Boolean
        || object instanceof Long
        || isRareValue(object);
  }

  /** Whether whatever a field of this type holds is a value. */
  static boolean isValueType(Class<?> type) {
    return type.isEnum()
        || type == String.class
        || type == Boolean.class
        || type == Character.class
        || type == Class.class
        || IMMUTABLE.contains(type)
        || (Number.class.isAssignableFrom(type)
            && type != Number.class
            && type.getPackageName().equals("java.lang"));
  }

  private static boolean isRareValue(Object object) {
    return object instanceof Number && object.getClass().getPackageName().equals("java.lang")
        || object instanceof Character
        || object instanceof Class<?>
        || IMMUTABLE.contains(object.getClass());
  }

  /** The same for equal values; 64 bits of it where there are as many to tell apart. */
  static long hash(Object value) {
    if (value instanceof Enum<?> constant) {
      return (hash(constant.getDeclaringClass().getName()) << 32) ^ constant.ordinal();
    }
    if (value instanceof String text) {
      return hash(text);
    }
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Double number) {
      return Double.doubleToLongBits(number);
    }
    return value instanceof Class<?> type && !type.isHidden()
        ? hash(type.getName())
        : value.hashCode();
  }

  /** The same in each run: of the class of a lambda, by where it stands and what it captures. */
  static long portableHash(Class<?> type) {
    if (!type.isHidden()) {
      return hash(type.getName());
    }
    StringBuilder name = new StringBuilder(type.getName());
    name.setLength(name.indexOf("/")); // the rest is an address
    for (Class<?> implemented : type.getInterfaces()) {
      name.append(' ').append(implemented.getName());
    }
    for (Field captured : type.getDeclaredFields()) {
      name.append(' ').append(captured.getType().getName());
    }
    return hash(name.toString());
  }

  /** Short names differ in more than their 32 bits of cached hash. */
  private static long hash(String text) {
    int length = text.length();
    long ends = length == 0 ? 0 : ((long) text.charAt(0) << 16) ^ text.charAt(length - 1);
    return ((ends ^ ((long) length << 8)) << 32) ^ (text.hashCode() & 0xFFFF_FFFFL);
  }
}
