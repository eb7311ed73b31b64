package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Hit;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Row;
import org.mmucheck.catalog.SearchIndex;
import org.mmucheck.catalog.UnknownModelException;
import org.mmucheck.meeting.FeaturePair;
import org.mmucheck.meeting.FeaturePairs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    description = {
      "List the catalogue: every model, what TLC must find, and what it shows.",
      "One MODEL is shown whole: its design, what differs from the right one, what is checked, the"
          + " kernel's commits, what the module leaves out, the commands to try.",
      "With --kernel: the right designs of a release of Linux, and the mistakes that were in it.",
      "With --pairs: the features of the modules in pairs, and where both meet."
    },
    footer = {"", "For example: models yield-at-zero", "             models --kernel 6.12"})
final class ModelsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "MODEL",
      description = "Names, ids or words, or what `find` finds them by; all if none is given.")
  List<String> names = List.of();

  @Option(
      names = "--pairs",
      description =
          "Explore the right designs, and list for each two features of a module the quick models"
              + " in which one behaviour has both. A pair that never meets needs a reason in the"
              + " manifest.")
  boolean pairs;

  @Spec CommandSpec command;

  @Mixin final OfRelease ofRelease = new OfRelease();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ModelsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    return pairs ? pairs() : list();
  }

  private int pairs() throws Exception {
    Set<String> modules = new LinkedHashSet<>();
    session.models(names, Tier.all).forEach(model -> modules.add(model.module()));
    List<FeaturePair> pairs;
    try (ProgressLine line = new ProgressLine(session.console)) {
      pairs =
          FeaturePairs.of(
              session.catalog(),
              modules,
              Runtime.getRuntime().availableProcessors(),
              model -> line.show("explore " + model.name()));
    }
    if (session.json()) {
      session.printJson(SpecJson.pairs(pairs));
    } else {
      print(pairs);
    }
    List<String> problems =
        pairs.stream().map(FeaturePair::problem).filter(Objects::nonNull).toList();
    problems.forEach(session.console::error);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  private void print(List<FeaturePair> pairs) {
    Table table = new Table("MODULE", "FEATURE", "AND", "MEET IN", "FIRST, OR WHY NOT");
    for (FeaturePair pair : pairs) {
      table.row(
          pair.module(),
          pair.one().name(),
          pair.other().name(),
          Integer.toString(pair.meetIn().size()),
          pair.meetIn().isEmpty()
              ? Objects.requireNonNullElse(pair.why(), "")
              : pair.meetIn().getFirst().name());
    }
    session.print(table);
  }

  private int list() {
    List<Model> models = ofRelease.of(session, names, Tier.all, models(), command);
    Release release = ofRelease.isAny() ? ofRelease.release(command) : null;
    if (session.json()) {
      session.printJson(ModelsJson.of(session.catalog(), models, release));
      return ExitCode.OK;
    }
    Set<Model> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    chosen.addAll(models); // a model is large to compare
    List<Row> rows =
        session.catalog().rows().stream()
            .filter(row -> row.models().stream().anyMatch(chosen::contains))
            .toList();
    if (!names.isEmpty() && rows.size() == 1) {
      new ModelPage(session, rows.getFirst(), models).print();
    } else if (release != null) {
      new ReleasePage(session, release).print(rows);
    } else if (session.console.columns() > 0) {
      printRows(rows);
    } else {
      printModels(models);
    }
    return ExitCode.OK;
  }

  /** As everywhere; and else what a search finds. */
  private List<Model> models() {
    if (names.isEmpty()) {
      return session.models(names, Tier.all);
    }
    Set<Model> chosen = new LinkedHashSet<>();
    for (String name : names) {
      try {
        chosen.addAll(session.catalog().find(name));
      } catch (UnknownModelException e) {
        List<Hit> hits = SearchIndex.of(session.catalog(), session.specDir()).find(name);
        hits.stream()
            .map(Hit::model)
            .filter(Objects::nonNull)
            .forEach(model -> chosen.addAll(session.catalog().row(model).models()));
        if (hits.stream().allMatch(hit -> hit.model() == null)) {
          throw e;
        }
      }
    }
    return List.copyOf(chosen);
  }

  /** On a terminal: a line for each set of constants, cut at its width. */
  private void printRows(List<Row> rows) {
    PrintWriter out = session.console.out();
    Table table = new Table("NAME", "WORD", "MODELS", "WHAT IT SHOWS");
    for (Row row : rows) {
      Model first = row.models().getFirst();
      table.row(
          row.name(),
          first.word() == null ? "" : first.word(),
          Integer.toString(row.models().size()),
          first.summary());
    }
    table.print(out, session.console.columns());
    out.println();
    out.println(session.again(List.of("models", rows.getFirst().name())) + " shows one whole.");
  }

  private void printModels(List<Model> models) {
    Table table = new Table("MODEL", "ID", "WORD", "TIER", "EXPECTED", "STATES", "SUMMARY");
    for (Model model : models) {
      Long states = model.expected().distinctStates();
      table.row(
          model.name(),
          model.id() == null ? "" : model.id(),
          model.word() == null ? "" : model.word(),
          model.tier(),
          CheckedModel.expected(model),
          states == null ? "" : String.format(Locale.ROOT, "%,d", states),
          model.summary());
    }
    session.print(table);
  }
}
