package org.mmucheck.cli;

import java.util.List;
import java.util.Locale;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.cli.kept.JudgedProtocol.Engines;
import org.mmucheck.cli.kept.JudgedProtocol.ModelLine;
import org.mmucheck.cli.kept.JudgedProtocol.Share;
import org.mmucheck.cli.kept.JudgedProtocol.Walked;

/** What the main job prints for a person: a line a protocol, what is not as expected, totals. */
final class MainSummary {
  private final Session session;
  private final List<JudgedProtocol> protocols;
  private final List<JudgedProtocol> kept;

  /**
   * @param kept those that an earlier run has judged
   */
  MainSummary(Session session, List<JudgedProtocol> protocols, List<JudgedProtocol> kept) {
    this.session = session;
    this.protocols = protocols;
    this.kept = kept;
  }

  /**
   * @param all whether to print a line for each model, and not only for what is not as expected
   */
  void print(boolean all) {
    if (!all) {
      printProtocols();
    }
    printModels(all);
    printTotals();
  }

  private void printProtocols() {
    Table table =
        kept.isEmpty()
            ? new Table("PROTOCOL", "MODELS", "AS EXPECTED", "REPLAY", "CONFORM", "FUZZ")
            : new Table(
                "PROTOCOL",
                "MODELS",
                "AS EXPECTED",
                "REPLAY",
                "CONFORM",
                "FUZZ",
                "UNCHANGED SINCE");
    for (JudgedProtocol each : protocols) {
      List<String> cells =
          List.of(
              each.name(),
              Long.toString(each.models().all()),
              each.models().text(),
              each.replayed().text(),
              each.conformed().text(),
              each.fuzzed().text(),
              kept.contains(each) ? each.at() : "");
      table.row(cells.subList(0, kept.isEmpty() ? 6 : 7).toArray(String[]::new));
    }
    session.print(table);
  }

  private void printModels(boolean all) {
    Table table =
        new Table("MODEL", "EXPECTED", "FOUND", "STATES", "STEPS", "REPLAY", "CONFORM", "FUZZ");
    List<ModelLine> lines =
        protocols.stream()
            .flatMap(each -> each.lines().stream())
            .filter(line -> all || !line.isGood())
            .toList();
    if (!lines.isEmpty()) {
      lines.forEach(line -> table.row(line.cells().toArray(String[]::new)));
      session.console.out().println();
      session.print(table);
    }
  }

  private void printTotals() {
    Share models = new Share(0, 0);
    Share replayed = new Share(0, 0);
    Share fuzzed = new Share(0, 0);
    Walked walked = Walked.NOTHING;
    Engines engines = Engines.NOTHING;
    for (JudgedProtocol each : protocols) {
      models = models.plus(each.models());
      replayed = replayed.plus(each.replayed());
      fuzzed = fuzzed.plus(each.fuzzed());
      walked = walked.plus(each.walked());
      engines = engines.plus(each.engines());
    }
    say(
        "%n%d of %d models as expected, %d of %d traces conform, %d of %d designs fuzzed pass%n",
        models.good(), models.all(), replayed.good(), replayed.all(), fuzzed.good(), fuzzed.all());
    if (!engines.equals(Engines.NOTHING)) {
      say(
          "%d of %d models equal in both engines, %d left to TLC, %d refused%n",
          engines.equal(), models.all(), engines.leftToTlc(), engines.refused());
    }
    List<String> without =
        protocols.stream().flatMap(each -> each.withoutCode().stream()).distinct().toList();
    if (!without.isEmpty()) {
      say("no Java code implements %s: checked only%n", String.join(", ", without));
    }
    say(
        "%d of %d models conform: %,d states, %,d (state, action) pairs:"
            + " %,d enabled and taken, %,d disabled and refused, %,d hidden%n",
        walked.conforming().good(),
        walked.conforming().all(),
        walked.states(),
        walked.pairs(),
        walked.taken(),
        walked.refused(),
        walked.hidden());
    if (!kept.isEmpty()) {
      say(
          "%d of %d models are unchanged, and so are code and tool: found by an earlier run;"
              + " --fresh does all again%n",
          kept.stream().mapToLong(each -> each.models().all()).sum(), models.all());
    }
  }

  private void say(String format, Object... values) {
    session.console.out().printf(Locale.ROOT, format, values);
  }
}
