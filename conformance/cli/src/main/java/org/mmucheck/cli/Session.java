package org.mmucheck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.file.Sha256;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** What all commands of one call share. */
final class Session {
  private static final String MODULE_ENDING = ".tla";
  private static final String CONFIG_ENDING = ".cfg";
  private static final int FOLDER_NAME = 12;

  final Console console;
  final CommonOptions common;
  private final Function<Path, Workbench> workbenches;
  private final InputStream in;
  private final @Nullable Path keeps;
  private @Nullable Workbench workbench;
  private boolean printed;

  /**
   * @param in standard input
   * @param keeps where what was found is kept for later runs; null to keep nothing
   * @param workbenches opens the workbench over a folder of specs
   */
  Session(
      Console console,
      InputStream in,
      @Nullable Path keeps,
      Function<Path, Workbench> workbenches) {
    this(console, new CommonOptions(), in, keeps, workbenches);
  }

  private Session(
      Console console,
      CommonOptions common,
      InputStream in,
      @Nullable Path keeps,
      Function<Path, Workbench> workbenches) {
    this.console = console;
    this.common = common;
    this.in = in;
    this.keeps = keeps;
    this.workbenches = workbenches;
  }

  /** This session with other code under test. */
  Session with(Function<Path, Workbench> other) {
    return new Session(console, common, in, keeps, other);
  }

  /** The workbench over the folder that the user named, or the project's own. */
  synchronized Workbench workbench() {
    Workbench opened = workbench;
    if (opened == null) {
      opened =
          common.classpath == null
              ? workbenches.apply(specDir())
              : Workbench.open(specDir(), UserAdapters.on(common.classpath));
      workbench = opened;
    }
    return opened;
  }

  /** Standard input. */
  InputStream in() {
    return in;
  }

  /** Where what was found of the user's specs is kept; null to keep nothing. */
  @Nullable Path keeps() {
    String specs = specDir().toAbsolutePath().normalize().toString();
    return keeps == null ? null : keeps.resolve(Sha256.of(specs).substring(0, FOLDER_NAME));
  }

  boolean json() {
    return common.json;
  }

  Path specDir() {
    return common.specDir(console);
  }

  /**
   * The threads that the user wants in all; as many as the machine has processors if it is null.
   *
   * @throws ParameterException if they are too few
   */
  int workers(@Nullable Integer given, CommandSpec command) {
    if (given != null && given < 1) {
      throw new ParameterException(
          command.commandLine(), "--workers must be at least 1, not " + given);
    }
    return given != null ? given : Runtime.getRuntime().availableProcessors();
  }

  /**
   * The folder that the user named, or the project's own; for specs from elsewhere, the folder
   * {@code traces} beside them.
   */
  Path tracesDir(@Nullable Path given) {
    if (given != null) {
      return given;
    }
    Path own = console.home().resolve("spec");
    return isSame(specDir(), own) ? own.resolveSibling("traces") : specDir().resolve("traces");
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return a.equals(b) || Files.isSameFile(a, b);
    } catch (IOException e) {
      return false; // one of them is not there
    }
  }

  /** Whether the user names a module's file in place of models of the manifest. */
  static boolean isFile(List<String> names) {
    return !names.isEmpty() && names.getFirst().endsWith(MODULE_ENDING);
  }

  /**
   * The model that a module's file and a configuration's make, and from now on the only one; the
   * configuration has the module's name unless the user names it.
   *
   * @throws ParameterException if there are more names
   * @throws InputException if a file is missing
   */
  Model fileModel(List<String> names, CommandSpec command) {
    if (names.size() > 2) {
      throw new ParameterException(
          command.commandLine(),
          "one module and one configuration make a model, not " + String.join(" ", names));
    }
    Path module = Path.of(names.getFirst());
    InputFile.requireNoPipe(module);
    if (!Files.isRegularFile(module)) {
      throw new InputException(names.getFirst(), "", "no such file");
    }
    String stem = module.getFileName().toString().replace(MODULE_ENDING, "");
    Path config =
        names.size() == 2 ? Path.of(names.get(1)) : module.resolveSibling(stem + CONFIG_ENDING);
    Model model =
        Model.of(
                config.getFileName().toString().replace(CONFIG_ENDING, ""),
                Source.read(module.toAbsolutePath(), config))
            .build();
    synchronized (this) {
      workbench = Workbench.of(model, workbench().adapters());
    }
    return model;
  }

  Catalog catalog() {
    return workbench().catalog();
  }

  /** The models that the user named, each once; those of {@code tier} where none is named. */
  List<Model> models(List<String> namesOrIds, Tier tier) {
    if (namesOrIds.isEmpty()) {
      List<Model> all = catalog().models().stream().filter(tier::includes).toList();
      if (all.isEmpty()) {
        throw new InputException(
            specDir().toString(),
            "",
            "no model of tier " + tier + " in it; name one, or --tier all");
      }
      return all;
    }
    Set<Model> chosen = new LinkedHashSet<>();
    namesOrIds.forEach(name -> chosen.addAll(catalog().find(name)));
    return List.copyOf(chosen);
  }

  /**
   * Of {@link #models} those that have behaviours for the code to follow; where none is named, of
   * the modules that have code.
   *
   * @throws ParameterException if the user names one that has none, or no module has code
   */
  List<Model> behaviours(List<String> namesOrIds, Tier tier, CommandSpec command) {
    List<Model> models = models(namesOrIds, tier);
    if (namesOrIds.isEmpty()) {
      models = models.stream().filter(this::hasCode).toList();
      if (models.isEmpty()) {
        throw new ParameterException(
            command.commandLine(),
            "no Java code implements a module of " + specDir() + "; --classpath brings it");
      }
    }
    List<Model> chosen = models.stream().filter(model -> model.induction() == null).toList();
    for (Model model : models) {
      if (chosen.isEmpty() || (model.induction() != null && namesOrIds.contains(model.name()))) {
        throw new ParameterException(
            command.commandLine(),
            model.name()
                + " is part of an induction, which TLC alone checks: the code has nothing to"
                + " follow");
      }
    }
    return chosen;
  }

  /** Prints a table in the form that the user wants. */
  void print(Table table) {
    if (common.markdown) {
      table.printMarkdown(console.out());
    } else {
      table.print(console.out());
    }
  }

  /** Whether there is Java code that the model's traces can be replayed on. */
  boolean hasCode(Model model) {
    return workbench().adapterIfAny(model.module()).isPresent();
  }

  /** Whether there is a document already. */
  boolean hasPrinted() {
    return printed;
  }

  void printJson(ObjectNode document) {
    printed = true;
    console.out().println(Json.text(document));
  }

  /** A command to run again: {@code args}, and the folders if they are not the project's own. */
  String again(List<String> args) {
    List<String> all = new ArrayList<>(args);
    all.addAll(common.folders());
    return console.command(all);
  }
}
