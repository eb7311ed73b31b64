package org.mmucheck.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Model;
import org.mmucheck.meeting.FeaturePair;
import org.mmucheck.meeting.FeaturePairs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = {
      "List the catalogue: every model, what TLC must find, and what it shows.",
      "With --pairs: the features of the modules in pairs, and where both meet."
    })
final class ModelsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "MODEL", description = "Names, ids or words; all if none is given.")
  List<String> names = List.of();

  @Option(
      names = "--pairs",
      description =
          "Explore the right designs, and list for each two features of a module the quick models"
              + " in which one behaviour has both. A pair that never meets needs a reason in the"
              + " manifest.")
  boolean pairs;

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
      session.printJson(Json.pairs(pairs));
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
    table.print(session.console.out());
  }

  private int list() {
    List<Model> models = session.models(names, Tier.all);
    if (session.json()) {
      session.printJson(Json.models(models));
      return ExitCode.OK;
    }
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
    table.print(session.console.out());
    return ExitCode.OK;
  }
}
