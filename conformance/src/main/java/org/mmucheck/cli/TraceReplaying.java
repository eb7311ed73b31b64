package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.UnknownModelException;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.DivergenceText;
import org.mmucheck.trace.Trace;

/** Replays trace files and prints where code and spec part. */
final class TraceReplaying {
  private final Session session;
  private final @Nullable Model as;
  private final int stopAfter;

  /**
   * @param as the model whose code replays; null for each trace's own
   * @param stopAfter the last step to take
   */
  TraceReplaying(Session session, @Nullable Model as, int stopAfter) {
    this.session = session;
    this.as = as;
    this.stopAfter = stopAfter;
  }

  /**
   * The trace files that {@code paths} name, those in folders included.
   *
   * @throws InputException if a path does not exist or a folder has no trace: nothing replayed must
   *     not look like all replayed
   */
  static List<Path> files(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      List<Path> inside = TraceFiles.list(path);
      if (inside.isEmpty()) {
        throw new InputException(
            Console.display(path), "", "no *" + TraceFiles.ENDING + " in this folder");
      }
      files.addAll(inside);
    }
    return files;
  }

  List<ReplayedTrace> replay(List<Path> files) {
    List<ReplayedTrace> replayed = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(session.console)) {
      for (Path file : files) {
        line.show((replayed.size() + 1) + "/" + files.size() + " " + file.getFileName());
        replayed.add(replay(file));
      }
    }
    return replayed;
  }

  private ReplayedTrace replay(Path file) {
    Trace trace = TraceFiles.read(file);
    Model model = as != null ? as : modelOf(file, trace);
    return new ReplayedTrace(
        file,
        trace,
        model,
        session.engines.replay(session.specDir(), Console.display(file), trace, model, stopAfter));
  }

  private Model modelOf(Path file, Trace trace) {
    String name = trace.meta().model();
    String way = "name the model to replay it on with --as MODEL";
    if (name.isEmpty()) {
      throw new InputException(Console.display(file), "#meta", "names no model; " + way);
    }
    return session.catalog().models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    Console.display(file), "#meta.model", unknown(name) + "; or " + way));
  }

  private String unknown(String name) {
    try {
      session.catalog().find(name);
      return "'" + name + "' is a catalogue id, not a model's name";
    } catch (UnknownModelException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Prints a divergence for a person, with the command that shows it again. */
  void report(ReplayedTrace replayed) {
    Divergence divergence = replayed.report().divergence();
    if (divergence != null) {
      DivergenceText.lines(
              divergence,
              Console.display(replayed.file()),
              replayed.trace().meta().model(),
              as == null ? null : as.name())
          .forEach(session.console.err()::println);
      session.console.err().flush();
    }
  }
}
