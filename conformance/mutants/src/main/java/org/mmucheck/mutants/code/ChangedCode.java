package org.mmucheck.mutants.code;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.subject.Adapter;

/**
 * Loads the code under test and what binds it anew, one class of it perhaps changed. Everything
 * else comes from the program's own loader.
 */
final class ChangedCode extends ClassLoader {
  private final ClassLoader as;
  private final Predicate<String> isReloaded;
  private final @Nullable String changed;
  private final byte[] bytes;
  private final Set<String> loaded = new TreeSet<>();

  /**
   * @param as finds the classes as they are
   * @param isReloaded which classes are loaded anew, by name
   */
  ChangedCode(ClassLoader as, Predicate<String> isReloaded) {
    this(as, isReloaded, null, new byte[0]);
  }

  /**
   * @param as finds the classes as they are
   * @param isReloaded which classes are loaded anew, by name
   * @param changed the name of the class that is changed
   * @param bytes that class
   */
  ChangedCode(
      ClassLoader as, Predicate<String> isReloaded, @Nullable String changed, byte[] bytes) {
    super(as);
    this.as = as;
    this.isReloaded = isReloaded;
    this.changed = changed;
    this.bytes = bytes.clone();
  }

  /** The adapter that is like {@code original}, over the code of this loader. */
  Adapter adapter(Adapter original) {
    try {
      return (Adapter)
          loadClass(original.getClass().getName()).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(original.module() + "'s adapter does not load", e);
    }
  }

  /** The classes that have been loaded anew so far. */
  synchronized Set<String> loaded() {
    return new TreeSet<>(loaded);
  }

  /** Has every loop of the code fail from now on. */
  void giveUp() {
    try {
      loadClass(Fuse.class.getName()).getMethod("blow").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isReloaded.test(name) && !name.equals(Fuse.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] original = name.equals(changed) ? bytes : bytesOf(as, name);
    byte[] code = name.equals(Fuse.class.getName()) ? original : Fuses.in(original);
    synchronized (this) {
      loaded.add(name);
    }
    return defineClass(name, code, 0, code.length);
  }

  /** {@inheritDoc} Tests that change a class themselves begin with the one that is changed here. */
  @Override
  public @Nullable InputStream getResourceAsStream(String file) {
    return changed != null && file.equals(fileOf(changed))
        ? new ByteArrayInputStream(bytes)
        : super.getResourceAsStream(file);
  }

  private static String fileOf(String name) {
    return name.replace('.', '/') + ".class";
  }

  static byte[] bytesOf(ClassLoader as, String name) throws ClassNotFoundException {
    try (InputStream in = as.getResourceAsStream(fileOf(name))) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
