package org.mmucheck.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Row;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that keeps the models of one release of Linux. */
final class OfRelease {
  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      description = {
        "Only what a release of Linux had, as the manifests say: its right designs, and the"
            + " mistakes that were in it. 6.12, or a stable one, 5.15.33.",
        "Nothing is booted; that is what `linux` does."
      })
  @Nullable String kernel;

  boolean isAny() {
    return kernel != null;
  }

  /**
   * @param namesOneModel whether the user names the one model to ask about
   * @throws ParameterException if the user chooses a release all the same
   */
  void refuseBeside(boolean namesOneModel, CommandSpec command) {
    if (isAny() && namesOneModel) {
      throw new ParameterException(
          command.commandLine(),
          "--kernel chooses among the models of the manifests; with a file or --set leave it out");
    }
  }

  /**
   * The release.
   *
   * @throws ParameterException if it has no release's form
   */
  Release release(CommandSpec command) {
    try {
      return Release.of(String.valueOf(kernel));
    } catch (IllegalArgumentException e) {
      throw wrong(command, e);
    }
  }

  /** The rows of the release. */
  List<Row> rows(Catalog catalog, CommandSpec command) {
    try {
      return catalog.rowsOf(release(command));
    } catch (IllegalArgumentException e) {
      throw wrong(command, e);
    }
  }

  /**
   * Of the models those of the release; all of them if the user names none. The name of a module
   * stands for its right design elsewhere, and here for all its models, since that design may be of
   * another release.
   *
   * @param names by which the user chose the models
   * @param tier of those that a module's name stands for
   * @throws ParameterException if none is left
   */
  List<Model> of(
      Session session, List<String> names, Tier tier, List<Model> models, CommandSpec command) {
    if (!isAny()) {
      return models;
    }
    Set<Model> had = new LinkedHashSet<>();
    rows(session.catalog(), command).forEach(row -> had.addAll(row.models()));
    Set<Model> asked = new LinkedHashSet<>(models);
    session.catalog().models().stream()
        .filter(model -> names.contains(model.module()) && tier.includes(model))
        .forEach(asked::add);
    List<Model> kept = asked.stream().filter(had::contains).toList();
    if (kept.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "none of these models is of Linux "
              + release(command)
              + "; `"
              + session.again(List.of("models", "--kernel", release(command).toString()))
              + "` lists those that are");
    }
    return kept;
  }

  private static ParameterException wrong(CommandSpec command, IllegalArgumentException e) {
    return new ParameterException(command.commandLine(), "--kernel: " + e.getMessage(), e);
  }
}
