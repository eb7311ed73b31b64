package org.mmucheck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Map;
import org.mmucheck.subject.ProcessExit;
import org.mmucheck.tlc.StaticCalls;

/** Loads the classes of a user's own project, which cannot end our process. */
final class UserLoader extends URLClassLoader {
  private static final String EXIT = ProcessExit.class.getName().replace('.', '/');
  private static final Map<StaticCalls.Call, String> REDIRECTED =
      Map.of(StaticCalls.EXIT, EXIT, StaticCalls.RUNTIME_EXIT, EXIT, StaticCalls.HALT, EXIT);

  /**
   * @param urls of jars and folders
   */
  UserLoader(URL[] urls, ClassLoader parent) {
    super(urls, parent);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL file = findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = file.openStream()) {
      byte[] classFile = StaticCalls.redirect(in.readAllBytes(), REDIRECTED);
      CodeSource source = new CodeSource(file, (Certificate[]) null);
      return defineClass(name, classFile, 0, classFile.length, source);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
