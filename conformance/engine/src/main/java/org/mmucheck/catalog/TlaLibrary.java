package org.mmucheck.catalog;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mmucheck.input.InputException;

/**
 * The folders of modules that every spec of this process may extend, TLAPS's or the community's: as
 * TLC itself takes them, from the system property {@code TLA-Library}, or else from the environment
 * variable of that name. Several are separated as in a class path.
 */
public final class TlaLibrary {
  /** The name of the property, and of the variable. */
  public static final String NAME = "TLA-Library";

  private TlaLibrary() {}

  /**
   * The folders; none if neither the property nor the variable is set.
   *
   * @throws InputException if one of them is no folder
   */
  public static List<Path> folders() {
    String set = System.getProperty(NAME, System.getenv().getOrDefault(NAME, ""));
    return Stream.of(set.split(File.pathSeparator))
        .filter(name -> !name.isBlank())
        .map(TlaLibrary::folder)
        .toList();
  }

  private static Path folder(String name) {
    Path folder = Path.of(name);
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          name, "", "is no folder; the library path names folders of .tla files");
    }
    return folder;
  }
}
