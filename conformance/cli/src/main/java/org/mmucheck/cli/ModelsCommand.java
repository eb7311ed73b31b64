package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Hit;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import org.mmucheck.catalog.SearchIndex;
import org.mmucheck.catalog.UnknownModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = {
      "List the catalogue: every model, what TLC must find, and what it shows.",
      "One MODEL is shown whole: its design, what differs from the right one, what is checked, the"
          + " kernel's commits, what the module leaves out, the commands to try."
    })
final class ModelsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "MODEL",
      description = "Names, ids or words, or what `find` finds them by; all if none is given.")
  List<String> names = List.of();

  ModelsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Model> models = models();
    if (session.json()) {
      session.printJson(Json.models(models));
      return ExitCode.OK;
    }
    List<Row> rows =
        session.catalog().rows().stream()
            .filter(row -> row.models().stream().anyMatch(models::contains))
            .toList();
    if (!names.isEmpty() && rows.size() == 1) {
      new ModelPage(session, rows.getFirst(), models).print();
    } else if (session.console.columns() > 0) {
      printRows(rows);
    } else {
      print(models);
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

  private void print(List<Model> models) {
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
  }
}
