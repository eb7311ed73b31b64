package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.mmucheck.catalog.Model;

/**
 * A model's modules and its configuration in one folder, for a TLC that runs as a process: newer
 * versions write files beside the spec, and none knows our libraries.
 */
public final class SpecCopy {
  private SpecCopy() {}

  /** Writes the model's modules and its configuration into {@code folder}, which may exist. */
  public static void write(Model model, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path from : model.source().folders().reversed()) {
      try (Stream<Path> files = Files.list(from)) {
        List<Path> modules =
            files.filter(file -> file.getFileName().toString().endsWith(".tla")).toList();
        for (Path module : modules) {
          Files.copy(
              module, folder.resolve(module.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    Files.writeString(folder.resolve(model.configName()), model.config());
  }
}
