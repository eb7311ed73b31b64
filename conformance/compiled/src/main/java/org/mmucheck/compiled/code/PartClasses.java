package org.mmucheck.compiled.code;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmucheck.compiled.value.Val;

/**
 * The generated classes that are in use or were lately. Models of one module differ in little, so
 * most of their classes are equal to the last bit, and what the JVM has learnt and compiled of one
 * is good for the next.
 *
 * <p>Concurrency: any thread may ask; one at a time is answered.
 */
final class PartClasses {
  /** As many as the largest modules have, several times over. */
  private static final int MOST = 4_096;

  private static final PartClasses SHARED = new PartClasses(MOST);

  private final Map<ClassFile, Class<? extends Part>> classes;

  PartClasses(int most) {
    classes =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ClassFile, Class<? extends Part>> eldest) {
            return size() > most;
          }
        };
  }

  /** Those of this JVM. */
  static PartClasses shared() {
    return SHARED;
  }

  /** A class file by its content. */
  private record ClassFile(byte[] bytes, int hash) {
    @Override
    public boolean equals(Object other) {
      return other instanceof ClassFile that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Loads a generated class, if an equal one is not there. */
  synchronized Class<? extends Part> define(byte[] classFile) {
    return classes.computeIfAbsent(
        new ClassFile(classFile, Arrays.hashCode(classFile)), key -> new Loader().load(key.bytes));
  }

  synchronized int size() {
    return classes.size();
  }

  /** What is generated of an action or a formula. */
  CompiledPart part(ClassCode code) {
    byte[] classFile = code.finish();
    try {
      return new CompiledPart(
          define(classFile).getDeclaredConstructor(Machine.class, Val[].class), code.constants());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loads one class, which goes with it. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(Part.class.getClassLoader());
    }

    Class<? extends Part> load(byte[] classFile) {
      return defineClass(ClassCode.NAME.replace('/', '.'), classFile, 0, classFile.length)
          .asSubclass(Part.class);
    }
  }
}
