package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.Comparison;
import org.mmucheck.compiled.CompiledCheck;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.tlc.SpecTrees;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcResult;

/**
 * Checks models with the compiled engine: small ones side by side with a thread each, large ones
 * one after the other with all threads.
 */
final class EngineChecking {
  /** What is known of one model. */
  record Row(
      Model model,
      @Nullable CompiledCheck check,
      @Nullable Comparison comparison,
      @Nullable TlcException failure) {

    @Nullable Found found() {
      return check != null ? check.found() : comparison == null ? null : comparison.compiled();
    }

    @Nullable String refusal() {
      return check != null ? check.refusal() : comparison == null ? null : comparison.refusal();
    }

    List<String> unchecked() {
      return check != null
          ? check.unchecked()
          : comparison == null ? List.of() : comparison.unchecked();
    }

    List<String> differences() {
      if (failure != null) {
        return List.of(model.name() + ": " + failure.getMessage());
      }
      return check != null
          ? check.differences()
          : comparison == null ? List.of() : EngineVerdict.differences(model, comparison);
    }

    /** Whether nothing is expected of the model: its verdict is what is asked for. */
    boolean isAsked() {
      return model.pins() == null;
    }

    boolean areEqual() {
      return comparison != null && comparison.refusal() == null && comparison.isEqual();
    }

    /** The exit code that this model alone would give. */
    int exitCode() {
      if (failure != null) {
        return failure.exitCode();
      }
      if (refusal() != null) {
        return EngineVerdict.CANNOT_EVALUATE;
      }
      if (isAsked() && (comparison == null || areEqual())) {
        return EngineVerdict.exitCode(this);
      }
      return differences().isEmpty() ? ExitCode.OK : ExitCode.UNEXPECTED;
    }

    /** How it ended, in words; empty where it did not. */
    String foundWords() {
      TlcResult tlc = comparison == null ? null : comparison.tlc();
      Found found = found();
      if (tlc != null) {
        return Comparison.words(tlc);
      }
      return found == null ? "" : CompiledCheck.words(found);
    }

    boolean isFine() {
      return refusal() == null && differences().isEmpty();
    }

    String outcome() {
      if (refusal() != null) {
        return "refused";
      }
      if (failure != null) {
        return "no verdict";
      }
      if (isAsked() && comparison == null) {
        return exitCode() == ExitCode.OK ? "no error" : "fails";
      }
      if (comparison != null && comparison.isEqual()) {
        return differences().isEmpty() || isAsked() ? "equal" : "equal, NOT as expected";
      }
      return differences().isEmpty() ? "as expected" : "DIFFERS";
    }
  }

  private static final String QUICK = "quick";

  private final Session session;
  private final boolean isBoth;
  private final int threads;
  private final SpecTrees trees = new SpecTrees();

  EngineChecking(Session session, Engine engine, int threads) {
    this.session = session;
    this.isBoth = engine == Engine.both;
    this.threads = threads;
  }

  /** Checks the models, prints what came of it, and gives the exit code. */
  int run(List<Model> models) throws InterruptedException {
    List<Row> rows = rows(models);
    if (session.json()) {
      session.printJson(EngineJson.check(isBoth, rows));
    } else {
      print(rows);
    }
    for (Row row : rows) {
      if (row.refusal() != null) {
        session.console.error(row.model().name() + ": " + row.refusal());
      }
      row.differences().forEach(session.console::error);
      if (row.isAsked() && row.isFine() && row.exitCode() != ExitCode.OK) {
        session.console.error(
            row.model().name()
                + ": "
                + row.foundWords()
                + "; without --engine TLC shows the steps to it");
      }
    }
    return EngineVerdict.exitCode(rows);
  }

  private List<Row> rows(List<Model> models) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (ProgressLine line = new ProgressLine(session.console)) {
      // What explores the same stays together, since it is read once then.
      Map<String, List<Model>> spaces = new LinkedHashMap<>();
      for (Model model : models) {
        if (model.tier().equals(QUICK)) {
          spaces.computeIfAbsent(StateSpaces.name(model), each -> new ArrayList<>()).add(model);
        }
      }
      Map<Model, Row> small = new HashMap<>();
      for (Future<List<Row>> space :
          spaces.values().stream().map(space -> pool.submit(() -> rows(space, line))).toList()) {
        space.get().forEach(row -> small.put(row.model(), row));
      }
      models.stream().map(small::get).filter(Objects::nonNull).forEach(rows::add);
      for (Model model : models) {
        if (!model.tier().equals(QUICK)) {
          rows.add(row(model, threads, line));
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
    return rows;
  }

  private List<Row> rows(List<Model> space, ProgressLine line) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Model model : space) {
      rows.add(row(model, 1, line));
    }
    return rows;
  }

  private Row row(Model model, int workers, ProgressLine line) throws InterruptedException {
    line.show((isBoth ? "TLC and compiled: " : "compiled: ") + model.name());
    try {
      return isBoth
          ? new Row(model, null, Comparison.of(model, workers), null)
          : new Row(model, CompiledCheck.of(model, trees, workers), null, null);
    } catch (TlcException e) {
      return new Row(model, null, null, e);
    }
  }

  private void print(List<Row> rows) {
    Table table = new Table("MODEL", "FOUND", "STATES", "STEPS", "OUTCOME", "LEFT TO TLC");
    for (Row row : rows) {
      Found found = row.found();
      table.row(
          row.model().name(),
          row.foundWords(),
          found == null ? "" : String.format(Locale.ROOT, "%d", found.distinct()),
          found == null || found.length() == 0 ? "" : Integer.toString(found.length() - 1),
          row.outcome(),
          String.join(", ", row.unchecked()));
    }
    session.print(table);
    if (!isBoth && rows.stream().allMatch(Row::isAsked)) {
      return; // the row says it all
    }
    long fine = rows.stream().filter(isBoth ? Row::areEqual : Row::isFine).count();
    long refused = rows.stream().filter(row -> row.refusal() != null).count();
    session
        .console
        .out()
        .printf(
            "%n%d of %d models %s, %d refused%n",
            fine, rows.size(), isBoth ? "equal in both engines" : "as expected", refused);
  }
}
