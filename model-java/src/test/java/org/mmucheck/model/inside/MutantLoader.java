package org.mmucheck.model.inside;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Loads the implementation and its experiments anew, with one class changed or none. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "org.mmucheck.model.";

  private final @Nullable Mutation mutation;

  MutantLoader(@Nullable Mutation mutation) {
    super(MutantLoader.class.getClassLoader());
    this.mutation = mutation;
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
        byte[] bytes =
            mutation != null && mutation.className().equals(name) ? mutation.bytes() : read(name);
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
