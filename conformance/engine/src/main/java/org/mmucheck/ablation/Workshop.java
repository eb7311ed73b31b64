package org.mmucheck.ablation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Expected;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;

/** A copy of the spec folder for configurations that nobody lists. It goes away when closed. */
final class Workshop implements AutoCloseable {
  private final Path specDir;
  private final Path folder;

  Workshop(Path specDir) {
    this.specDir = specDir;
    try (Stream<Path> files = Files.list(specDir)) {
      folder = Files.createTempDirectory("mmucheck-ablation-");
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".tla")) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + specDir, e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The configuration of a model that the manifest lists. */
  SwitchedConfig config(Model model) {
    Path file = specDir.resolve(model.config());
    try {
      return new SwitchedConfig(Files.readString(file));
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  /** A model of the same module with another configuration, which must succeed. */
  Model model(String name, Model of, SwitchedConfig config) {
    String file = name + ".cfg";
    try {
      Files.writeString(folder.resolve(file), config.text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return new Model(
        name,
        of.id(),
        of.module(),
        file,
        of.tier(),
        new Expected(Result.SUCCESS, null, null, null),
        null,
        name);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
