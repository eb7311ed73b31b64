package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;

/**
 * What TLC reads of a model.
 *
 * @param folder with the module and those of its own that it extends
 * @param libraries folders with further modules, looked at in this order after {@code folder}
 * @param module the TLA+ module, without ending
 * @param config the text of the configuration
 */
public record Source(Path folder, List<Path> libraries, String module, String config) {
  public Source {
    libraries = List.copyOf(libraries);
  }

  public Source(Path folder, String module, String config) {
    this(folder, List.of(), module, config);
  }

  /**
   * Of a module's file and a configuration's.
   *
   * @param module a file that ends in {@code .tla}
   * @throws InputException if the configuration cannot be read
   */
  public static Source read(Path module, Path config) {
    InputFile.requireNoPipe(config);
    String name = module.getFileName().toString().replaceFirst("\\.tla$", "");
    Path folder = module.resolveSibling("");
    try {
      return new Source(folder, name, Files.readString(config));
    } catch (NoSuchFileException e) {
      throw new InputException(config.toString(), "", "no such file");
    } catch (IOException e) {
      throw new InputException(config.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  /** The same with another configuration. */
  public Source withConfig(String other) {
    return new Source(folder, libraries, module, other);
  }

  /** The module's file, whether or not it is there. */
  public Path moduleFile() {
    return folder.resolve(module + ".tla");
  }

  /**
   * Where to look for modules: the own folder, then the libraries, then those of this process.
   *
   * @throws InputException if the path of {@link TlaLibrary} names what is no folder
   */
  public List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(folder));
    folders.addAll(libraries);
    folders.addAll(TlaLibrary.folders());
    return List.copyOf(folders);
  }
}
