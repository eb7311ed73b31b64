package org.mmucheck.tlc;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads a private copy of TLC and of the classes that call it. Everything they share with the rest
 * of the program, the values, states and results, comes from the program's own loader.
 */
final class IsolatedLoader extends URLClassLoader {
  private static final String OURS = "org.mmucheck.";
  private static final String ISOLATED = "org.mmucheck.tlc.bridge.";
  private static final String OPENER = ISOLATED + "BridgeOpener";

  /** Of TLC's packages these are the ones whose threads and files may end the process. */
  private static final String TLC = "tlc2.";

  private static final Map<StaticCalls.Call, String> REDIRECTED =
      Map.of(
          StaticCalls.EXIT, ISOLATED.replace('.', '/') + "Exits",
          StaticCalls.POOL, ISOLATED.replace('.', '/') + "Pools",
          StaticCalls.DELETE_FOLDER, ISOLATED.replace('.', '/') + "Folders");

  private final ClassLoader shared = IsolatedLoader.class.getClassLoader();

  IsolatedLoader() {
    super(
        new URL[] {locationOf("tlc2/TLC.class"), locationOf(OPENER.replace('.', '/') + ".class")},
        ClassLoader.getPlatformClassLoader());
  }

  SessionOpener opener() {
    try {
      return (SessionOpener) loadClass(OPENER).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TLC's bridge does not load", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(OURS) && !name.startsWith(ISOLATED)) {
      return shared.loadClass(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!name.startsWith(TLC)) {
      return super.findClass(name);
    }
    try {
      byte[] classFile = StaticCalls.redirect(bytes(name.replace('.', '/') + ".class"), REDIRECTED);
      if (name.equals(GraphReads.GRAPH)) {
        classFile = GraphReads.makeExclusive(classFile);
      } else if (name.equals(LocalSets.SET)) {
        classFile = LocalSets.makeLocal(classFile);
      }
      return defineClass(name, classFile, 0, classFile.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /**
   * Read from a jar that nobody closes: one that comes with a URL is shared by all loaders, and
   * closed by the first that is.
   */
  private static byte[] bytes(String resource) throws IOException {
    JarFile jar = TlcJarFile.OPEN;
    ZipEntry entry = jar.getEntry(resource);
    if (entry == null) {
      throw new FileNotFoundException(jar.getName() + " has no " + resource);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /** Opened once, for as long as the program runs. */
  private static final class TlcJarFile {
    static final JarFile OPEN = open();

    private static JarFile open() {
      try {
        return new JarFile(tlcJar().toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The jar of the TLC that is built in. */
  static Path tlcJar() {
    try {
      return Path.of(locationOf("tlc2/TLC.class").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no file: " + e.getInput(), e);
    }
  }

  /** The jar or folder that holds a resource of our class path. */
  static URL locationOf(String resource) {
    URL found = IsolatedLoader.class.getClassLoader().getResource(resource);
    if (found == null) {
      throw new IllegalStateException("not on the class path: " + resource);
    }
    String url = found.toString();
    String location = url.substring(0, url.length() - resource.length());
    if (location.startsWith("jar:")) {
      location = location.substring("jar:".length(), location.length() - "!/".length());
    }
    try {
      return URI.create(location).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("not a location: " + location, e);
    }
  }
}
