package org.mmucheck.linux.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** KVM's modules of a kernel, each after those that it depends on. */
final class KvmModules {
  private static final String WANTED = "kvm-amd";
  private static final String PLAIN = ".ko";
  private static final String XZ = ".ko.xz";
  private static final String DEPENDS = "depends=";

  private final Path folder;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, byte[]> loaded = new LinkedHashMap<>();

  private KvmModules(Path folder) {
    this.folder = folder;
  }

  /**
   * The modules to load, in their order.
   *
   * @param kernel whose folder of modules is searched
   * @return empty if KVM is built into the kernel, so that there is no such module
   * @throws LabException if a module that another depends on is not there, or is compressed in a
   *     way that is not known
   */
  static List<byte[]> of(KernelFiles kernel) {
    KvmModules modules = new KvmModules(kernel.modules());
    modules.list();
    if (modules.files.containsKey(WANTED)) {
      modules.load(WANTED);
    }
    return new ArrayList<>(modules.loaded.values());
  }

  private void list() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(path -> path.toString().contains(PLAIN))
          .sorted()
          .forEach(path -> files.putIfAbsent(name(path), path));
    } catch (IOException e) {
      throw new LabException("cannot read the modules in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static String name(Path path) {
    String file = path.getFileName().toString();
    return file.substring(0, file.indexOf(PLAIN)).replace('_', '-');
  }

  private void load(String name) {
    if (loaded.containsKey(name)) {
      return;
    }
    Path file = files.get(name);
    if (file == null) {
      throw new LabException("no module " + name + " in " + folder + "; kvm-amd depends on it");
    }
    byte[] image = read(file);
    for (String other : dependencies(image)) {
      load(other);
    }
    loaded.put(name, image);
  }

  private static byte[] read(Path file) {
    String name = file.toString();
    try {
      if (name.endsWith(PLAIN)) {
        return Files.readAllBytes(file);
      }
      if (name.endsWith(XZ)) {
        try (InputStream in = new XZInputStream(Files.newInputStream(file))) {
          return in.readAllBytes();
        }
      }
    } catch (IOException e) {
      throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
    }
    throw new LabException(file + " is neither .ko nor .ko.xz; decompress the modules first");
  }

  /** The names after {@code depends=} in the section {@code .modinfo}, which is plain text. */
  static List<String> dependencies(byte[] image) {
    String text = new String(image, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("\0" + DEPENDS);
    if (at < 0) {
      return List.of();
    }
    int start = at + 1 + DEPENDS.length();
    String names = text.substring(start, text.indexOf('\0', start));
    return Stream.of(names.split(","))
        .filter(name -> !name.isEmpty())
        .map(name -> name.replace('_', '-'))
        .toList();
  }
}
