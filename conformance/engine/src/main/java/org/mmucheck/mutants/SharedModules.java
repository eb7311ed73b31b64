package org.mmucheck.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mmucheck.catalog.Model;

/**
 * Modules that protocols have in their folders by a link, as the contract that several of them
 * refine. A change of one of these may show in any of its users, so it is no survivor before all of
 * them have been asked.
 */
public final class SharedModules {
  private static final String ENDING = ".tla";

  /**
   * One of them.
   *
   * @param folder where it is written; reasons for its mutants stand there
   * @param users the models of each module whose folder has a link to it
   */
  public record Shared(Path folder, List<List<Model>> users) {
    public Shared {
      users = List.copyOf(users);
    }
  }

  private final Map<String, Shared> byName;

  private SharedModules(Map<String, Shared> byName) {
    this.byName = byName;
  }

  /**
   * @param modules the models of each module
   */
  public static SharedModules of(Collection<List<Model>> modules) {
    Map<String, Path> folders = new TreeMap<>();
    Map<String, List<List<Model>>> users = new TreeMap<>();
    for (List<Model> models : modules) {
      links(models.getFirst().source().folder())
          .forEach(
              (name, folder) -> {
                folders.put(name, folder);
                users.computeIfAbsent(name, key -> new ArrayList<>()).add(models);
              });
    }
    Map<String, Shared> byName = new TreeMap<>();
    users.forEach(
        (name, of) -> byName.put(name, new Shared(Objects.requireNonNull(folders.get(name)), of)));
    return new SharedModules(byName);
  }

  /** The folders that the links to modules lead to, by the module. */
  static Map<String, Path> links(Path folder) {
    Map<String, Path> links = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isSymbolicLink).toList()) {
        String name = file.getFileName().toString();
        Path home = Objects.requireNonNull(file.toRealPath().getParent());
        if (name.endsWith(ENDING)) {
          links.put(name.substring(0, name.length() - ENDING.length()), home);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return links;
  }

  public Set<String> names() {
    return byName.keySet();
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public Shared get(String name) {
    Shared shared = byName.get(name);
    if (shared == null) {
      throw new IllegalArgumentException("no module with users: " + name);
    }
    return shared;
  }
}
