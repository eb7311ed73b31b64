package org.mmucheck.conform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  private static final ClassValue<Boolean> PLAIN_RECORDS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          return components != null
              && Arrays.stream(components)
                  .allMatch(of -> of.getType().isPrimitive() || Values.isValueType(of.getType()));
        }
      };

  /** Whether an object is a record of nothing but values. */
  static boolean isPlainRecord(Object object) {
    return object instanceof Record && PLAIN_RECORDS.get(object.getClass());
  }

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /** Tells {@code fingerprint} what {@code object} holds. */
  abstract void visit(Object object, Fingerprint fingerprint);

  /** Tells {@code fingerprint} what of it can never change; that need not be looked at again. */
  void visitConstant(Object object, Fingerprint fingerprint) {}

  /** Tells {@code fingerprint} all the rest. */
  void visitChanging(Object object, Fingerprint fingerprint) {
    visit(object, fingerprint);
  }

  /** Tells {@code fingerprint} all the rest of several that are of one class. */
  void visitChanging(Object[] objects, int from, int end, Fingerprint fingerprint) {
    for (int i = from; i < end; i++) {
      visitChanging(objects[i], fingerprint);
    }
  }

  /** Whether there is no rest. */
  boolean isConstant() {
    return false;
  }

  /**
   * Every field that the class and its superclasses declare; of a superclass that is the JDK's,
   * what the rule for that says.
   */
  private static Shape fieldsOf(Class<?> type) {
    if (type.getClassLoader() == null || isPlatform(type)) {
      throw new UnknownStateException(type);
    }
    List<Field> fields = new ArrayList<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      if (at.getName().startsWith("java.") && at != Record.class && at != Enum.class) {
        return new Extended(new Fields(fields), inherited(type, at));
      }
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !isHarness(field)) {
          fields.add(field);
        }
      }
    }
    return new Fields(fields);
  }

  private static Shape inherited(Class<?> type, Class<?> from) {
    Shape rule = Rules.of(from);
    if (rule == null) {
      throw new UnknownStateException(type);
    }
    return rule;
  }

  private static boolean isPlatform(Class<?> type) {
    return type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  /** The table of actions is constant, and the scheduler's actors are reached another way. */
  private static boolean isHarness(Field field) {
    return field.getDeclaringClass() == ScheduledSubject.class && !field.getName().equals("actors");
  }

  /** A class of ours that extends one of the JDK's, which may change. */
  private static final class Extended extends Shape {
    private final Shape own;
    private final Shape inherited;

    Extended(Shape own, Shape inherited) {
      this.own = own;
      this.inherited = inherited;
    }

    @Override
    void visit(Object object, Fingerprint fingerprint) {
      own.visit(object, fingerprint);
      inherited.visit(object, fingerprint);
    }

    @Override
    void visitConstant(Object object, Fingerprint fingerprint) {
      own.visitConstant(object, fingerprint);
    }

    @Override
    void visitChanging(Object object, Fingerprint fingerprint) {
      own.visitChanging(object, fingerprint);
      inherited.visit(object, fingerprint);
    }
  }

  /** A class of ours, by its fields; a final field is read once. */
  private static final class Fields extends Shape {
    private static final MethodHandle NUMBER = told("number", long.class);
    private static final MethodHandle REFERENCE = told("reference", Object.class);

    private final MethodHandle[] numbers;
    private final String[] numberNames;
    private final MethodHandle[] references;
    private final String[] referenceNames;
    private final @Nullable MethodHandle all; // (Fingerprint, Object)
    private final @Nullable MethodHandle constant;
    private final @Nullable MethodHandle changing;

    Fields(List<Field> fields) {
      List<Field> primitive = fields.stream().filter(f -> f.getType().isPrimitive()).toList();
      List<Field> reference = fields.stream().filter(f -> !f.getType().isPrimitive()).toList();
      numbers = primitive.stream().map(Fields::number).toArray(MethodHandle[]::new);
      numberNames = names(primitive, fields);
      references = reference.stream().map(Fields::reference).toArray(MethodHandle[]::new);
      referenceNames = names(reference, fields);
      all = all(fields);
      constant = all(fields.stream().filter(f -> isFinal(f)).toList());
      changing = all(fields.stream().filter(f -> !isFinal(f)).toList());
    }

    @Override
    boolean isConstant() {
      return changing == null;
    }

    @Override
    void visit(Object object, Fingerprint fingerprint) {
      if (!fingerprint.isDescribing()) {
        tell(all, object, fingerprint);
        return;
      }
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
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    void visitConstant(Object object, Fingerprint fingerprint) {
      tell(constant, object, fingerprint);
    }

    @Override
    void visitChanging(Object object, Fingerprint fingerprint) {
      tell(changing, object, fingerprint);
    }

    private static void tell(
        @Nullable MethodHandle fields, Object object, Fingerprint fingerprint) {
      if (fields == null) {
        return;
      }
      try {
        fields.invokeExact(fingerprint, object);
      } catch (RuntimeException | Error passedOn) {
        throw passedOn;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static boolean isFinal(Field field) {
      return Modifier.isFinal(field.getModifiers());
    }

    /** One handle that tells of all these fields, so that they are read inline; null for none. */
    private static @Nullable MethodHandle all(List<Field> fields) {
      MethodHandle all = null;
      for (Field field : fields) {
        MethodHandle one =
            field.getType().isPrimitive()
                ? MethodHandles.filterArguments(NUMBER, 1, number(field))
                : MethodHandles.filterArguments(REFERENCE, 1, reference(field));
        all = all == null ? one : MethodHandles.foldArguments(one, all);
      }
      return all;
    }

    private static MethodHandle told(String method, Class<?> what) {
      try {
        return MethodHandles.lookup()
            .findVirtual(Fingerprint.class, method, MethodType.methodType(void.class, what));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
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
