package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Releases;
import org.mmucheck.catalog.Row;

/** What one release of Linux had: its right designs, and what breaks in it. */
final class ReleasePage {
  private final Session session;
  private final Release release;

  ReleasePage(Session session, Release release) {
    this.session = session;
    this.release = release;
  }

  /**
   * @param rows those that the release had
   */
  void print(List<Row> rows) {
    Catalog catalog = session.catalog();
    print("Right in Linux " + release, rows.stream().filter(catalog::isRight).toList());
    print("What breaks in it", rows.stream().filter(Row::breaks).toList());
    session
        .console
        .out()
        .println(session.again(List.of("models", rows.getLast().name())) + " shows one whole.");
  }

  private void print(String title, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    session.console.out().println(title + ":");
    session.console.out().println();
    Table table = new Table("NAME", "WORD", "MODELS", "SINCE", "UNTIL", "KNOWN", "WHAT IT SHOWS");
    for (Row row : rows) {
      Model first = row.models().getFirst();
      Releases releases = row.releases();
      table.row(
          row.name(),
          first.word() == null ? "" : first.word(),
          Integer.toString(row.models().size()),
          releases == null ? "" : first(releases.since()),
          releases == null ? "" : first(releases.until()),
          releases != null && releases.isRead(release) ? "read" : "inferred",
          first.summary());
    }
    if (session.console.columns() > 0 && !session.common.markdown) {
      table.print(session.console.out(), session.console.columns());
    } else {
      session.print(table);
    }
    session.console.out().println();
  }

  /** The mainline release, which manifests name first. */
  private static String first(List<Release> releases) {
    return releases.isEmpty() ? "" : releases.getFirst().toString();
  }
}
