package org.mmucheck.tlc.bridge;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;
import util.FilenameToStream;

/**
 * Finds the files that TLC asks for: the configuration, the modules of the spec's folders in their
 * order, then TLA+'s standard modules. TLC's own resolver copies standard modules to one place in
 * the machine's temporary folder, where two runs overwrite each other's; this one copies them to
 * the session's folder.
 */
final class SpecFiles implements FilenameToStream {
  private static final String STANDARD = "/tla2sany/StandardModules/";
  private static final String MODULE_ENDING = ".tla";

  /** Standard modules by file name, empty for a file that is none: always the same content. */
  private static final Map<String, byte[]> STANDARD_MODULES = new ConcurrentHashMap<>();

  private final List<Path> folders;
  private final Path config;
  private final Path standardDir;
  private @Nullable InputException refused;

  /**
   * @param folders at least one
   * @param config the file of the configuration, wherever it is
   */
  SpecFiles(List<Path> folders, Path config, Path scratch) {
    this.folders = folders.stream().map(Path::toAbsolutePath).toList();
    this.config = config;
    this.standardDir = scratch.resolve("modules");
  }

  @Override
  public File resolve(String name, boolean isModule) {
    String fileName = isModule && !name.endsWith(MODULE_ENDING) ? name + MODULE_ENDING : name;
    if (config.endsWith(fileName)) {
      return new TLAFile(config.toString(), false, this);
    }
    Path own =
        folders.stream()
            .map(folder -> folder.resolve(fileName))
            .filter(Files::exists)
            .findFirst()
            .orElse(folders.getFirst().resolve(fileName));
    if (!Files.exists(own) && fileName.endsWith(MODULE_ENDING)) {
      Path standard = standard(fileName);
      if (Files.exists(standard)) {
        return new TLAFile(standard.toString(), true, this);
      }
    }
    try {
      InputFile.requireNoPipe(own);
    } catch (InputException e) {
      refused = e;
      throw e;
    }
    return new TLAFile(own.toString(), false, this);
  }

  /** Why a file was refused, which TLC does not pass on; null if none was. */
  @Nullable InputException refused() {
    return refused;
  }

  @Override
  public String getFullPath() {
    return folders.stream().map(Path::toString).collect(Collectors.joining(", "))
        + ", "
        + standardDir;
  }

  @Override
  public boolean isStandardModule(String moduleName) {
    return resolve(moduleName, true).toPath().startsWith(standardDir);
  }

  private Path standard(String fileName) {
    Path copy = standardDir.resolve(fileName);
    if (Files.exists(copy)) {
      return copy;
    }
    byte[] content = STANDARD_MODULES.computeIfAbsent(fileName, SpecFiles::content);
    if (content.length > 0) {
      try {
        Files.createDirectories(standardDir);
        Files.write(copy, content);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot copy the standard module " + fileName, e);
      }
    }
    return copy;
  }

  private static byte[] content(String fileName) {
    URL resource = FilenameToStream.class.getResource(STANDARD + fileName);
    if (resource == null) {
      return new byte[0];
    }
    try {
      // All sessions share one jar in the JDK's cache, and the first that ends would close it.
      URLConnection connection = resource.openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the standard module " + fileName, e);
    }
  }
}
