package org.mmucheck.model.inside;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmucheck.model.LedThread;
import org.mmucheck.model.Race;

/**
 * Loads the implementation and its tests anew, with some classes changed or none; led threads say
 * where in the code they are.
 */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "org.mmucheck.model.";
  private static final Set<String> SHARED =
      Stream.of(Racy.class, Race.class, LedThread.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  /** What becomes of a class file. */
  private interface Change {
    byte[] of(String className, byte[] source);
  }

  private final Change change;

  private MutantLoader(Change change) {
    super(MutantLoader.class.getClassLoader());
    this.change = change;
  }

  /** With nothing wrong. */
  static MutantLoader unchanged() {
    return new MutantLoader((name, source) -> source);
  }

  /** With a mistake in one class. */
  static MutantLoader with(Mutation mutation) {
    return new MutantLoader(
        (name, source) -> mutation.className().equals(name) ? mutation.bytes() : source);
  }

  /** A fresh experiment. */
  Race.Round experiment(Class<?> of) throws ReflectiveOperationException {
    var constructor = loadClass(of.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Race.Round) constructor.newInstance();
  }

  /**
   * What a stress test, by its name inside {@code org.mmucheck.model}, has for each right design.
   */
  Map<String, Race.Round> rightDesigns(String stressTest) throws ReflectiveOperationException {
    return rounds(stressTest, "rightDesigns");
  }

  /** What it has for each wrong design. */
  Map<String, Race.Round> wrongDesigns(String stressTest) throws ReflectiveOperationException {
    return rounds(stressTest, "wrongDesigns");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Race.Round> rounds(String stressTest, String of)
      throws ReflectiveOperationException {
    var method = loadClass(OURS + stressTest).getDeclaredMethod(of);
    method.setAccessible(true);
    return (Map<String, Race.Round>) method.invoke(null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || SHARED.contains(name.replaceFirst("\\$.*", ""))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = Places.bytes(change.of(name, read(name)));
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
