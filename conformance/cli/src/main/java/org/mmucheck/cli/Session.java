package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** What all commands of one call share. */
final class Session {
  final Console console;
  final CommonOptions common = new CommonOptions();
  private final Function<Path, Workbench> workbenches;
  private @Nullable Workbench workbench;

  /**
   * @param workbenches opens the workbench over a folder of specs
   */
  Session(Console console, Function<Path, Workbench> workbenches) {
    this.console = console;
    this.workbenches = workbenches;
  }

  /** The workbench over the folder that the user named, or the project's own. */
  synchronized Workbench workbench() {
    Workbench opened = workbench;
    if (opened == null) {
      opened = workbenches.apply(specDir());
      workbench = opened;
    }
    return opened;
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

  /** The folder that the user named, or the project's own. */
  Path tracesDir(@Nullable Path given) {
    return given != null ? given : console.home().resolve("traces");
  }

  Catalog catalog() {
    return workbench().catalog();
  }

  /** The models that the user named, each once; those of {@code tier} where none is named. */
  List<Model> models(List<String> namesOrIds, Tier tier) {
    if (namesOrIds.isEmpty()) {
      return catalog().models().stream().filter(tier::includes).toList();
    }
    Set<Model> chosen = new LinkedHashSet<>();
    namesOrIds.forEach(name -> chosen.addAll(catalog().find(name)));
    return List.copyOf(chosen);
  }

  /**
   * Of {@link #models} those that have behaviours for the code to follow.
   *
   * @throws ParameterException if the user names one that has none
   */
  List<Model> behaviours(List<String> namesOrIds, Tier tier, CommandSpec command) {
    List<Model> models = models(namesOrIds, tier);
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

  void printJson(ObjectNode document) {
    console.out().println(Json.text(document));
  }

  /** A command to run again: {@code args}, and the folders if they are not the project's own. */
  String again(List<String> args) {
    List<String> all = new ArrayList<>(args);
    if (common.spec != null) {
      all.add("--spec");
      all.add(common.spec.toString());
    }
    return console.command(all);
  }
}
