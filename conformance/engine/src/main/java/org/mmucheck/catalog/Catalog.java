package org.mmucheck.catalog;

import static java.util.Comparator.naturalOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmucheck.input.InputException;

/**
 * The models of a spec folder, as its {@code models.json} lists them, or those of the folders in
 * it, one a protocol.
 */
public final class Catalog {
  /** The manifest's file name in a folder. */
  public static final String MANIFEST = "models.json";

  private final List<Row> rows;
  private final List<Model> models;
  private final List<Design> designs;
  private final List<Features> features;

  private Catalog(
      List<Row> rows, List<Model> models, List<Design> designs, List<Features> features) {
    this.rows = List.copyOf(rows);
    this.models = List.copyOf(models);
    this.designs = List.copyOf(designs);
    this.features = List.copyOf(features);
  }

  /** Of one model that no manifest lists; it is a design of which no ordering is explained. */
  public static Catalog of(Model model) {
    Design design = new Design(model, List.of(), List.of(), List.of());
    return new Catalog(List.of(), List.of(model), List.of(design), List.of());
  }

  /**
   * Reads {@code models.json} in {@code specDir} and in the folders in it, in the order of their
   * names.
   *
   * @throws InputException if there is none, or one is malformed, names a model twice, or names a
   *     module that does not exist
   */
  public static Catalog load(Path specDir) {
    List<Row> rows = new ArrayList<>();
    List<Design> designs = new ArrayList<>();
    List<Features> features = new ArrayList<>();
    List<Path> protocols = protocols(specDir);
    if (protocols.isEmpty() || Files.exists(specDir.resolve(MANIFEST))) {
      add(new ManifestReader(specDir, "").read(), rows, designs, features);
    }
    for (Path protocol : protocols) {
      add(
          new ManifestReader(protocol, protocol.getFileName().toString()).read(),
          rows,
          designs,
          features);
    }
    Catalog catalog = new Catalog(rows, models(rows), designs, features);
    catalog.refuseSecondNames(specDir);
    return catalog;
  }

  private static List<Model> models(List<Row> rows) {
    return rows.stream().flatMap(row -> row.models().stream()).toList();
  }

  private static void add(
      ManifestReader.Manifest read, List<Row> rows, List<Design> designs, List<Features> features) {
    rows.addAll(read.rows());
    designs.addAll(read.designs());
    features.addAll(read.features());
  }

  private static List<Path> protocols(Path specDir) {
    if (!Files.isDirectory(specDir)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(specDir)) {
      return folders.filter(folder -> Files.exists(folder.resolve(MANIFEST))).sorted().toList();
    } catch (IOException e) {
      throw new InputException(specDir.toString(), "", "cannot be listed: " + e.getMessage());
    }
  }

  private void refuseSecondNames(Path specDir) {
    Map<String, Model> seen = new HashMap<>();
    for (Model model : models) {
      Model before = seen.put(model.name(), model);
      if (before != null) {
        throw new InputException(
            specDir.toString(),
            "",
            "'"
                + model.name()
                + "' is a model in "
                + before.source().folder()
                + " and in "
                + model.source().folder());
      }
    }
  }

  /** Every model, in the manifests' order. */
  public List<Model> models() {
    return models;
  }

  /** The manifests' rows, in their order. */
  public List<Row> rows() {
    return rows;
  }

  /** The file of a module that some model is of; empty if none is. */
  public Optional<Path> moduleFile(String module) {
    return models.stream()
        .filter(model -> model.module().equals(module))
        .findFirst()
        .map(model -> model.source().moduleFile());
  }

  /** The right designs whose orderings the manifests explain, in their order. */
  public List<Design> designs() {
    return designs;
  }

  /** What the models of each module may have or lack, of the modules whose manifests say so. */
  public List<Features> features() {
    return features;
  }

  /**
   * Whether a model keeps every ordering that some right design of its module relies on: its truths
   * are the design's, but for those that say only what may happen.
   */
  public boolean isOfRightDesign(Model model) {
    Map<String, String> truths = truths(model);
    return designs.stream()
        .filter(design -> design.model().module().equals(model.module()))
        .anyMatch(
            design -> {
              Map<String, String> right = truths(design.model());
              right.keySet().removeAll(design.environment());
              return right.entrySet().stream()
                  .allMatch(rule -> rule.getValue().equals(truths.get(rule.getKey())));
            });
  }

  private Map<String, String> truths(Model model) {
    Map<String, String> truths = new HashMap<>();
    rows.stream()
        .filter(row -> row.name().equals(model.row()))
        .forEach(row -> truths.putAll(row.bare().assignments()));
    truths.values().removeIf(value -> !value.matches("= *(TRUE|FALSE)"));
    return truths;
  }

  /**
   * The model of that name, or else every model of the row of that name, or else every model with
   * that catalogue id or its word, or else of the rows of that name in any module, or else of the
   * right design of the module of that name; in the manifests' order.
   *
   * @throws UnknownModelException if there is none
   */
  public List<Model> find(String name) {
    List<Model> found = models.stream().filter(m -> m.name().equals(name)).toList();
    if (found.isEmpty()) {
      found = models.stream().filter(m -> m.row().equals(name)).toList();
    }
    if (found.isEmpty()) {
      found = models.stream().filter(m -> name.equals(m.id()) || name.equals(m.word())).toList();
    }
    if (found.isEmpty()) {
      found = models.stream().filter(m -> m.row().equals(m.module() + "_" + name)).toList();
    }
    if (found.isEmpty()) {
      found = rightDesign(name).map(this::ofSameRow).orElse(List.of());
    }
    if (found.isEmpty()) {
      throw new UnknownModelException(name, EditDistance.nearest(name, known()).orElse(null));
    }
    return found;
  }

  /**
   * The model that a module's name stands for: the one whose configuration lies beside the module,
   * for editors, or else the first whose orderings the manifest explains; empty if there is
   * neither.
   */
  public Optional<Model> rightDesign(String module) {
    List<Model> of = models.stream().filter(model -> model.module().equals(module)).toList();
    if (of.isEmpty()) {
      return Optional.empty();
    }
    String beside = withoutComments(of.getFirst().source().moduleFile());
    return of.stream()
        .filter(model -> withoutComments(model.config()).equals(beside))
        .findFirst()
        .or(
            () ->
                designs.stream()
                    .map(Design::model)
                    .filter(model -> model.module().equals(module))
                    .findFirst());
  }

  private static String withoutComments(Path module) {
    Path config =
        module.resolveSibling(module.getFileName().toString().replaceFirst("\\.tla$", ".cfg"));
    try {
      return Files.exists(config) ? withoutComments(Files.readString(config)) : "";
    } catch (IOException e) {
      throw new InputException(config.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static String withoutComments(String config) {
    return config.lines().filter(line -> !line.startsWith("\\*")).collect(Collectors.joining("\n"));
  }

  private List<Model> ofSameRow(Model one) {
    return models.stream().filter(model -> model.row().equals(one.row())).toList();
  }

  /** The row that holds a model of this catalogue. */
  public Row row(Model model) {
    return rows.stream()
        .filter(row -> row.models().contains(model))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(model.name() + " is of no row here"));
  }

  /**
   * The rows that hold the models of {@link #find}.
   *
   * @throws UnknownModelException if there is none
   */
  public List<Row> findRows(String name) {
    Set<String> names = new LinkedHashSet<>(find(name).stream().map(Model::row).toList());
    return rows.stream().filter(row -> names.contains(row.name())).toList();
  }

  /**
   * The rows that a release of Linux had.
   *
   * @throws IllegalArgumentException if the manifests say nothing of that release
   */
  public List<Row> rowsOf(Release release) {
    List<Releases> told =
        rows.stream().map(Row::releases).filter(Objects::nonNull).distinct().toList();
    Release newest =
        told.stream().flatMap(each -> each.read().stream()).max(naturalOrder()).orElse(null);
    Release oldest =
        told.stream().flatMap(each -> each.since().stream()).min(naturalOrder()).orElse(newest);
    if (newest == null || oldest == null) {
      throw new IllegalArgumentException("no manifest says which release had what");
    }
    if (release.compareTo(oldest) < 0
        || (release.compareTo(newest) > 0 && !release.isOfBranch(newest))) {
      throw new IllegalArgumentException(
          "the manifests know Linux " + oldest + " to " + newest + ", not " + release);
    }
    return rows.stream().filter(row -> row.isIn(release)).toList();
  }

  /**
   * Whether a row is right: nothing is said to break in it, or it is a design whose orderings its
   * manifest explains, and what breaks is what such a design does not promise.
   */
  public boolean isRight(Row row) {
    return !row.breaks()
        || designs.stream().anyMatch(design -> design.model().row().equals(row.name()));
  }

  private Set<String> known() {
    Set<String> known = new LinkedHashSet<>();
    for (Model model : models) {
      known.add(model.name());
      known.add(model.row());
      if (model.id() != null) {
        known.add(model.id());
      }
      if (model.word() != null) {
        known.add(model.word());
      }
      known.add(model.module());
    }
    return known;
  }
}
