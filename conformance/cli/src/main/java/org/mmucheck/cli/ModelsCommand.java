package org.mmucheck.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = "List the catalogue: every model, what TLC must find, and what it shows.")
final class ModelsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "MODEL", description = "Names, ids or words; all if none is given.")
  List<String> names = List.of();

  ModelsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
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
