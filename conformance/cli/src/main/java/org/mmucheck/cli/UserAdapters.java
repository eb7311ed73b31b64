package org.mmucheck.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.mmucheck.input.InputException;
import org.mmucheck.subject.Adapter;

/** The adapters of a user's own project, found on a class path that the user names. */
final class UserAdapters {
  private UserAdapters() {}

  /**
   * The user's adapters, then ours: where both know a module, the user's comes first. The class
   * loader stays open as long as the program runs, since the adapters load classes as they work.
   *
   * @param classPath jars and folders
   * @throws InputException if an entry is not there, or an adapter cannot be loaded
   */
  static List<Adapter> on(String classPath) {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (!Files.exists(path)) {
        throw new InputException(entry, "", "no such file or folder; --classpath names it");
      }
      urls.add(url(path));
    }
    ClassLoader ours = UserAdapters.class.getClassLoader();
    @SuppressWarnings("resource") // as the comment above says
    UserLoader loader = new UserLoader(urls.toArray(URL[]::new), ours);
    List<Adapter> theirs = new ArrayList<>();
    List<Adapter> known = new ArrayList<>();
    try {
      for (Adapter adapter : ServiceLoader.load(Adapter.class, loader)) {
        (adapter.getClass().getClassLoader() == loader ? theirs : known).add(adapter);
      }
    } catch (ServiceConfigurationError e) {
      throw new InputException(classPath, "", String.valueOf(e.getMessage()));
    }
    theirs.addAll(known);
    return theirs;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e); // a file always has one
    }
  }
}
