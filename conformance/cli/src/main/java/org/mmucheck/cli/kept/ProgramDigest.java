package org.mmucheck.cli.kept;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.TlaLibrary;

/**
 * A digest of the program that judges: every class of ours, of the code under test, of TLC and of
 * the libraries, the Java that runs them with its arguments, and further TLA+ modules that the user
 * names.
 */
public final class ProgramDigest {
  /** What the launcher tells of the terminal and of itself, and how far to compile. */
  private static final Pattern OF_NO_ACCOUNT =
      Pattern.compile("-Dmmucheck\\..*|-XX:TieredStopAtLevel=.*|-XX:AOTCache=.*|-Xlog:aot=.*");

  private ProgramDigest() {}

  /**
   * Of this process.
   *
   * @param classPath of the user's own code; null for none
   */
  public static String now(@Nullable String classPath) {
    ContentLines lines = new ContentLines();
    lines.add("java", Runtime.version() + " " + System.getProperty("java.vm.name"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !OF_NO_ACCOUNT.matcher(argument).matches())
        .forEach(argument -> lines.add("argument", argument));
    addClasses(lines, System.getProperty("java.class.path", ""));
    lines.add("user's", classPath == null ? "none" : "classes");
    addClasses(lines, classPath == null ? "" : classPath);
    TlaLibrary.folders().forEach(folder -> lines.addAll("library", folder));
    return lines.digest();
  }

  private static void addClasses(ContentLines lines, String classPath) {
    Set<Path> entries = new LinkedHashSet<>();
    Stream.of(classPath.split(File.pathSeparator))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .forEach(
            entry -> {
              entries.add(entry);
              entries.addAll(named(entry));
            });
    for (Path entry : entries) {
      if (Files.isDirectory(entry)) {
        lines.addAll("classes", entry);
      } else {
        lines.add("classes", entry);
      }
    }
  }

  /** The jars that a jar's manifest names. */
  private static List<Path> named(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return List.of();
    }
    try (JarFile opened = new JarFile(jar.toFile())) {
      Manifest manifest = opened.getManifest();
      String names =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return names == null
          ? List.of()
          : Stream.of(names.split(" ")).map(jar::resolveSibling).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(jar + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
