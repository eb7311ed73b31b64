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
    Path given = Path.of(name);
    if (Files.exists(given) || name.contains("/") || name.endsWith(".json")) {
      return given;
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

  private List<Path> of(List<Model> models) {
    Path folder = session.tracesDir(null);
    return models.stream().map(model -> model.traceFile(folder)).filter(Files::exists).toList();
  }

  private static String modelName(Path trace) {
    return trace.getFileName().toString().replace(TraceFiles.ENDING, "");
  }
}
