package org.mmucheck.mutants.code;

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
  private final Predicate<String> isReloaded;
  private final @Nullable String changed;
  private final byte[] bytes;
  private final Set<String> loaded = new TreeSet<>();

  /**
   * @param isReloaded which classes are loaded anew, by name
   */
  ChangedCode(Predicate<String> isReloaded) {
    this(isReloaded, null, new byte[0]);
  }

  /**
   * @param changed the name of the class that is changed
   * @param bytes that class
   */
  ChangedCode(Predicate<String> isReloaded, @Nullable String changed, byte[] bytes) {
    super(ChangedCode.class.getClassLoader());
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
    byte[] original = name.equals(changed) ? bytes : bytesOf(name);
    byte[] code = name.equals(Fuse.class.getName()) ? original : Fuses.in(original);
    synchronized (this) {
      loaded.add(name);
    }
    return defineClass(name, code, 0, code.length);
  }

  static byte[] bytesOf(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = ChangedCode.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
