package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.DivergenceText;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.TraceJudge;

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

  /**
   * Replays traces. One that comes to no verdict keeps no other from its own.
   *
   * @throws InputException if one of them is no trace, or of no model
   */
  List<ReplayedTrace> replay(List<Path> files, Verdicts verdicts) throws InterruptedException {
    return sideBySide(
            files,
            file -> {
              AnyTrace read = AnyTrace.read(file);
              Model own = ownModel(file, read.meta());
              return verdict(file, own, verdicts, () -> replay(file, read, own));
            })
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * As {@link #replay(List, Verdicts)}, and a file that is no trace comes to no verdict, too.
   *
   * @param files with the models that they are traces of
   */
  List<ReplayedTrace> replay(SortedMap<Path, Model> files, Verdicts verdicts)
      throws InterruptedException {
    return sideBySide(
            List.copyOf(files.entrySet()),
            file -> verdict(file.getKey(), file.getValue(), verdicts, () -> replay(file.getKey())))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<ReplayedTrace> verdict(
      Path file, Model model, Verdicts verdicts, Callable<ReplayedTrace> asked)
      throws InterruptedException {
    return verdicts.of("replay", model, Console.display(file), asked);
  }

  /** Something that is done with a trace. */
  private interface Job<T, R> {
    R of(T trace) throws Exception;
  }

  /** Several at a time, since most of the time goes into opening specs. */
  private <T, R> List<R> sideBySide(List<T> traces, Job<T, R> job) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ProgressLine line = new ProgressLine(session.console)) {
      List<Future<R>> running =
          traces.stream().map(trace -> threads.submit(() -> job.of(trace))).toList();
      List<R> done = new ArrayList<>();
      for (Future<R> next : running) {
        line.show("replay", done.size(), traces.size(), "");
        done.add(Background.resultOf(next));
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Replays one. */
  ReplayedTrace replay(Path file) {
    AnyTrace read = AnyTrace.read(file);
    return replay(file, read, ownModel(file, read.meta()));
  }

  private ReplayedTrace replay(Path file, AnyTrace read, Model own) {
    Model design = as != null ? as : own;
    if (!design.module().equals(own.module())) {
      throw new InputException(
          Console.display(file),
          "#meta.module",
          "the trace is of module "
              + own.module()
              + ", but "
              + design.name()
              + " is a model of "
              + design.module());
    }
    Trace trace = session.workbench().labelled(read, own);
    ReplayReport report =
        session.workbench().replay(Console.display(file), trace, own, design, stopAfter);
    return new ReplayedTrace(file, trace, design, report);
  }

  /** The model that the trace comes from; for a trace that names none, the one the user names. */
  private Model ownModel(Path file, Trace.Meta meta) {
    return meta.model().isEmpty() && as != null
        ? as
        : TraceJudge.modelOf(session.catalog(), Console.display(file), meta);
  }

  /** Prints for a person what is wrong, with the command that shows it again. */
  void report(ReplayedTrace replayed) {
    report(replayed, "replay", List.of());
  }

  /**
   * As {@link #report(ReplayedTrace)}.
   *
   * @param command what replays it
   * @param options of that command
   */
  void report(ReplayedTrace replayed, String command, List<String> options) {
    Divergence divergence = replayed.report().divergence();
    String file = Console.display(replayed.file());
    new FaultLines(session.console).printLeft(replayed.model().name(), replayed.report().left());
    if (divergence == null) {
      replayed.report().doubts().forEach(doubt -> session.console.error(file + ": " + doubt));
      return;
    }
    List<String> again = new ArrayList<>(List.of(command.split(" ")));
    again.add(file);
    if (as != null) {
      again.addAll(List.of("--as", as.name()));
    }
    again.addAll(options);
    again.addAll(List.of("--stop-after", Integer.toString(divergence.step())));
    DivergenceText.lines(
            divergence,
            file,
            replayed.trace().meta().model(),
            as == null ? null : as.name(),
            session.again(again))
        .forEach(session.console.err()::println);
    replayed.report().doubts().forEach(doubt -> session.console.error(file + ": " + doubt));
    session.console.err().flush();
  }
}
