package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mmucheck.input.InputException;

/** The models of one spec folder, as its {@code models.json} lists them. */
public final class Catalog {
  /** The manifest's file name in the spec folder. */
  public static final String MANIFEST = "models.json";

  private final Path specDir;
  private final List<Model> models;
  private final List<Design> designs;
  private final Set<String> configs;

  private Catalog(Path specDir, List<Model> models, List<Design> designs, Set<String> configs) {
    this.specDir = specDir;
    this.models = List.copyOf(models);
    this.designs = List.copyOf(designs);
    this.configs = Set.copyOf(configs);
  }

  /** Of one model that no manifest lists; it is a design of which no ordering is explained. */
  public static Catalog of(Model model) {
    return new Catalog(
        model.source().folder(),
        List.of(model),
        List.of(new Design(model, List.of(), List.of(), List.of())),
        Set.of());
  }

  /**
   * Reads {@code models.json} in {@code specDir}.
   *
   * @throws InputException if it is missing or malformed, names a model twice, or names a module or
   *     configuration file that does not exist
   */
  public static Catalog load(Path specDir) {
    ManifestReader.Manifest manifest = new ManifestReader(specDir).read();
    return new Catalog(
        specDir, manifest.models(), manifest.designs(), Set.copyOf(manifest.configs()));
  }

  /** Every model, in the manifest's order. */
  public List<Model> models() {
    return models;
  }

  /** The file of a module that some model is of; empty if none is. */
  public Optional<Path> moduleFile(String module) {
    return models.stream()
        .filter(model -> model.module().equals(module))
        .findFirst()
        .map(model -> model.source().moduleFile());
  }

  /** The right designs whose orderings the manifest explains, in its order. */
  public List<Design> designs() {
    return designs;
  }

  /**
   * The model of that name, or else every model with that catalogue id, in the manifest's order.
   *
   * @throws UnknownModelException if there is none
   */
  public List<Model> find(String nameOrId) {
    List<Model> found = models.stream().filter(m -> m.name().equals(nameOrId)).toList();
    if (found.isEmpty()) {
      found = models.stream().filter(m -> nameOrId.equals(m.id())).toList();
    }
    if (found.isEmpty()) {
      Set<String> known = new LinkedHashSet<>();
      for (Model model : models) {
        known.add(model.name());
        if (model.id() != null) {
          known.add(model.id());
        }
      }
      throw new UnknownModelException(nameOrId, EditDistance.nearest(nameOrId, known).orElse(null));
    }
    return found;
  }

  /**
   * What is wrong between the manifest and the folder: configurations that no model uses. A model
   * that nobody lists is a model that nobody checks.
   *
   * @return one sentence each; empty if all is well
   */
  public List<String> unlisted() {
    Set<String> onDisk = new TreeSet<>();
    try (Stream<Path> files = Files.list(specDir)) {
      files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".cfg"))
          .forEach(onDisk::add);
    } catch (IOException e) {
      throw new InputException(specDir.toString(), "", "cannot be listed: " + e.getMessage());
    }
    onDisk.removeAll(configs);
    List<String> problems = new ArrayList<>();
    onDisk.forEach(config -> problems.add(config + " is in no model of " + MANIFEST));
    return problems;
  }
}
