package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The one row of the manifest that a name means, for commands that take no more. */
final class OneRow {
  private OneRow() {}

  /**
   * The row called as the id where there are neighbours of it.
   *
   * @throws ParameterException if several rows are meant
   */
  static Row of(Catalog catalog, String name, CommandSpec command) {
    List<Row> rows = catalog.findRows(name);
    List<Row> plain = plain(rows);
    List<Row> meant = rows.size() > 1 && plain.size() == 1 ? plain : rows;
    if (meant.size() != 1) {
      throw new ParameterException(
          command.commandLine(),
          "'"
              + name
              + "' names several sets of constants: "
              + String.join(", ", rows.stream().map(Row::name).toList()));
    }
    return meant.getFirst();
  }

  /** The rows that are called as their id: one a module; no induction, which has no behaviours. */
  static List<Row> plain(List<Row> rows) {
    return rows.stream().filter(OneRow::isCalledAsItsId).toList();
  }

  private static boolean isCalledAsItsId(Row row) {
    Model model = row.models().getFirst();
    return model.induction() == null && row.name().equals(model.module() + "_" + model.id());
  }
}
