package org.mmucheck.conform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mmucheck.subject.ScheduledSubject;

/** What objects of one class contribute to a {@link Fingerprint}. */
abstract class Shape {
  private static final MethodType TO_LONG = MethodType.methodType(long.class, Object.class);
  private static final MethodType TO_OBJECT = MethodType.methodType(Object.class, Object.class);

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          Shape rule = Rules.of(type);
          return rule == null ? fieldsOf(type) : rule;
        }
      };

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /** Whether equal objects are one and the same, whatever their identity. */
  boolean isValue() {
    return false;
  }

  /** The contribution of an object of a value class. */
  long valueHash(Object value) {
    throw new UnsupportedOperationException();
  }

  /** Tells {@code fingerprint} what {@code object} holds. */
  abstract void visit(Object object, Fingerprint fingerprint);

  /** Every field that the class and its superclasses declare. */
  private static Shape fieldsOf(Class<?> type) {
    if (type.getClassLoader() == null || isPlatform(type)) {
      throw new UnknownStateException(type);
    }
    List<Field> fields = new ArrayList<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !isHarness(field)) {
          fields.add(field);
        }
      }
    }
    return new Fields(fields);
  }

  private static boolean isPlatform(Class<?> type) {
    return type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  /** The table of actions is constant, and the scheduler's actors are reached another way. */
  private static boolean isHarness(Field field) {
    return field.getDeclaringClass() == ScheduledSubject.class && !field.getName().equals("actors");
  }

  /** A class of ours, by its fields. */
  private static final class Fields extends Shape {
    private final MethodHandle[] numbers;
    private final String[] numberNames;
    private final MethodHandle[] references;
    private final String[] referenceNames;

    Fields(List<Field> fields) {
      List<Field> primitive = fields.stream().filter(f -> f.getType().isPrimitive()).toList();
      List<Field> reference = fields.stream().filter(f -> !f.getType().isPrimitive()).toList();
      numbers = primitive.stream().map(Fields::number).toArray(MethodHandle[]::new);
      numberNames = names(primitive, fields);
      references = reference.stream().map(Fields::reference).toArray(MethodHandle[]::new);
      referenceNames = names(reference, fields);
    }

    /** A name that two fields have, since a subclass hides one, says also whose it is. */
    private static String[] names(List<Field> of, List<Field> all) {
      Map<String, Long> uses =
          all.stream().collect(Collectors.groupingBy(Field::getName, Collectors.counting()));
      return of.stream()
          .map(
              field ->
                  uses.getOrDefault(field.getName(), 0L) > 1
                      ? field.getDeclaringClass().getSimpleName() + "." + field.getName()
                      : field.getName())
          .toArray(String[]::new);
    }

    @Override
    void visit(Object object, Fingerprint fingerprint) {
      try {
        for (int i = 0; i < numbers.length; i++) {
          fingerprint.number(numberNames[i], (long) numbers[i].invokeExact(object));
        }
        for (int i = 0; i < references.length; i++) {
          fingerprint.reference(referenceNames[i], (Object) references[i].invokeExact(object));
        }
      } catch (RuntimeException | Error passedOn) {
        throw passedOn;
      } catch (Throwable impossible) {
        throw new IllegalStateException("a field of " + object.getClass() + " is no field of it");
      }
    }

    private static MethodHandle number(Field field) {
      MethodHandle getter = getter(field);
      Class<?> type = field.getType();
      String bits = type == double.class ? "ofDouble" : type == float.class ? "ofFloat" : null;
      if (type == boolean.class) {
        bits = "ofBoolean";
      }
      if (bits != null) {
        getter = MethodHandles.filterReturnValue(getter, Bits.converter(bits, type));
      }
      return getter.asType(TO_LONG);
    }

    private static MethodHandle reference(Field field) {
      return getter(field).asType(TO_OBJECT);
    }

    private static MethodHandle getter(Field field) {
      try {
        field.setAccessible(true);
        return MethodHandles.lookup().unreflectGetter(field);
      } catch (IllegalAccessException denied) {
        throw new IllegalStateException(field + " cannot be read", denied);
      }
    }
  }
}
