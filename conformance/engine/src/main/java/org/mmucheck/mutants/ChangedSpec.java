package org.mmucheck.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.ScratchDir;

/** A copy of a spec's folder with one module changed; closing it deletes it. */
final class ChangedSpec implements AutoCloseable {
  private static final String ENDING = ".tla";

  private final ScratchDir scratch = new ScratchDir();
  private @Nullable Catalog catalog;

  /**
   * @param folder of the spec
   * @param text of the module that is changed
   */
  ChangedSpec(Path folder, String module, String text) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> modules = files.filter(file -> isCopied(file)).toList();
      for (Path each : modules) {
        Path file = scratch.path().resolve(each.getFileName());
        boolean isChanged = each.endsWith(module + ENDING);
        if (Files.isSymbolicLink(each)) { // a module that is not the folder's own
          Files.createSymbolicLink(file, isChanged ? apart(module, text) : each.toRealPath());
        } else if (isChanged) {
          Files.writeString(file, text);
        } else {
          Files.copy(each, file);
        }
      }
    } catch (IOException e) {
      scratch.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  private Path apart(String module, String text) throws IOException {
    Path folder = Files.createDirectory(scratch.path().resolve("changed"));
    return Files.writeString(folder.resolve(module + ENDING), text);
  }

  private static boolean isCopied(Path file) {
    return file.toString().endsWith(ENDING)
        || file.getFileName().toString().equals(Catalog.MANIFEST);
  }

  /** The model of that name, with the changed module. */
  Model of(Model model) {
    Catalog read = catalog;
    if (read == null) {
      read = Catalog.load(scratch.path());
      catalog = read;
    }
    return read.models().stream()
        .filter(each -> each.name().equals(model.name()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    scratch.close();
  }
}
