package org.mmucheck.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.ProcessFolder;
import org.mmucheck.fuzz.Reach;
import org.mmucheck.workbench.ExportedGraph;

/** How much of their graphs random schedules reach. */
final class ReachTable {
  private static final long UNKNOWN = -1;

  private ReachTable() {}

  /**
   * @param states in the whole graph; -1 if nobody has counted them
   * @param pairs likewise, enabled actions of a state
   */
  record Row(Model model, Reach reach, long states, long pairs) {}

  /**
   * @param large whether the models are too large for their graphs to be counted
   */
  static List<Row> of(Session session, List<FuzzedModel> fuzzed, boolean large) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (FuzzedModel each : fuzzed) {
      long states = UNKNOWN;
      long pairs = UNKNOWN;
      if (!large) {
        ExportedGraph graph = whole(session, each.model());
        states = graph.states();
        pairs = graph.transitions();
      }
      for (Reach reach : each.report().reach()) {
        rows.add(new Row(each.model(), reach, states, pairs));
      }
    }
    return rows;
  }

  private static ExportedGraph whole(Session session, Model model) throws Exception {
    Path folder = temporary();
    try {
      return session.workbench().graph(model, 1, folder.resolve("graph"));
    } finally {
      ProcessFolder.close(folder);
    }
  }

  private static Path temporary() throws IOException {
    return ProcessFolder.open();
  }

  static Table table(List<Row> rows) {
    Table table = new Table("MODEL", "STEPS", "STATES", "OF", "PAIRS", "OF", "REACHED");
    for (Row row : rows) {
      table.row(
          row.model().name(),
          number(row.reach().steps()),
          number(row.reach().states()),
          row.states() == UNKNOWN ? "?" : number(row.states()),
          number(row.reach().pairs()),
          row.pairs() == UNKNOWN ? "?" : number(row.pairs()),
          row.pairs() == UNKNOWN ? "?" : share(row.reach().pairs(), row.pairs()));
    }
    return table;
  }

  /** Rounded down, so that 100 % are all. */
  static String share(long part, long whole) {
    long tenths = 1_000 * part / whole;
    return String.format(Locale.ROOT, "%d.%d %%", tenths / 10, tenths % 10);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
