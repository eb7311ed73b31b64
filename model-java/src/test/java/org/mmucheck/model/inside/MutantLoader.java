package org.mmucheck.model.inside;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;

/** Loads the implementation and its experiments anew, with some classes changed or none. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "org.mmucheck.model.";

  /** What becomes of a class file. */
  private interface Change {
    byte[] of(String className, byte[] source);
  }

  private final Change change;

  private MutantLoader(Change change) {
    super(MutantLoader.class.getClassLoader());
    this.change = change;
  }

  static MutantLoader unchanged() {
    return new MutantLoader((name, source) -> source);
  }

  /** With a mistake in one class. */
  static MutantLoader with(Mutation mutation) {
    return new MutantLoader(
        (name, source) -> mutation.className().equals(name) ? mutation.bytes() : source);
  }

  /** With nothing wrong, but in each class threads linger before each call and each write. */
  static MutantLoader lingering() {
    return new MutantLoader((name, source) -> Lingering.bytes(source));
  }

  /** A fresh experiment; a call is one round and says whether it saw what must not be. */
  @SuppressWarnings("unchecked")
  Callable<Boolean> experiment(Class<?> of) throws ReflectiveOperationException {
    var constructor = loadClass(of.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Callable<Boolean>) constructor.newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.equals(Racy.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = change.of(name, read(name));
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  private byte[] read(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
