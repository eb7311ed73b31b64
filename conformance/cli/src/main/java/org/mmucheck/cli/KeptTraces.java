package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The committed traces of models. */
final class KeptTraces {
  private final Session session;

  KeptTraces(Session session) {
    this.session = session;
  }

  /**
   * The file that the user names, or the committed trace of the model; of a set of constants the
   * first, with a word on the others.
   *
   * @throws ParameterException if the model has no trace
   */
  Path file(String name, CommandSpec command) {
    if (isFile(name)) {
      return Path.of(name);
    }
    List<Path> kept = of(session.catalog().find(name));
    if (kept.size() > 1) {
      kept = of(OneRow.of(session.catalog(), name, command).models());
    }
    if (kept.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), name + " has no committed trace; check it with --traces");
    }
    if (kept.size() > 1) {
      session.console.error(
          "the first of "
              + kept.size()
              + " traces; the others are "
              + String.join(", ", kept.stream().skip(1).map(KeptTraces::modelName).toList()));
    }
    return kept.getFirst();
  }

  /** Whether the user names a model of which no trace is kept. */
  boolean isDesign(String name) {
    return !isFile(name) && of(session.catalog().find(name)).isEmpty();
  }

  /** That model; of a set of constants the first. */
  Model design(String name, CommandSpec command) {
    return OneRow.of(session.catalog(), name, command).models().getFirst();
  }

  private static boolean isFile(String name) {
    return Files.exists(Path.of(name)) || name.contains("/") || name.endsWith(".json");
  }

  private List<Path> of(List<Model> models) {
    Path folder = session.tracesDir(null);
    return models.stream().map(model -> model.traceFile(folder)).filter(Files::exists).toList();
  }

  private static String modelName(Path trace) {
    return trace.getFileName().toString().replace(TraceFiles.ENDING, "");
  }
}
