package org.mmucheck.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.record.FreeRun;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.validate.SetTooLargeException;
import org.mmucheck.validate.Verdict;

/** Records wrong designs again and again, and asks whether their runs give them away. */
final class Rates {
  private static final int LARGEST_SET = 2_000;

  private final Session session;
  private final int runs;
  private final int seconds;
  private final long steps;
  private final long seed;

  /**
   * @param runs of each design
   * @param seconds of each run
   * @param steps of each run
   * @param seed of the first run; each has another
   */
  Rates(Session session, int runs, int seconds, long steps, long seed) {
    this.session = session;
    this.runs = runs;
    this.seconds = seconds;
    this.steps = steps;
    this.seed = seed;
  }

  /** Those that are wrong, and whose mistake is a rule. */
  List<Rate> of(List<Row> rows) throws InterruptedException {
    NearestRight nearest = new NearestRight(session.catalog());
    List<Rate> rates = new ArrayList<>();
    for (Row row : rows) {
      if (NearestRight.behaves(row) && !session.catalog().isRight(row)) {
        nearest.of(row).ifPresent(against -> rates.add(new Rate(row, against)));
      }
    }
    try (ProgressLine line = new ProgressLine(session.console)) {
      for (int i = 0; i < rates.size(); i++) {
        for (int run = 0; run < runs; run++) {
          line.show("run " + (run + 1), i, rates.size(), rates.get(i).design.name());
          run(rates.get(i), seed + run);
        }
      }
    }
    return rates;
  }

  private void run(Rate rate, long seedOfRun) throws InterruptedException {
    Model wrong = rate.design.models().getFirst();
    Recorder.Recorded recorded = record(wrong, seedOfRun);
    FreeRun run = recorded.run();
    boolean reports =
        run.last() == null || !run.failures().isEmpty() || !Reports.of(run.last()).isEmpty();
    try {
      Verdict verdict =
          session.workbench().validate(recording(recorded), rate.against, LARGEST_SET).verdict();
      rate.add(
          reports,
          verdict.unexplained() == null
              ? ""
              : verdict.unexplained().event().steps().getFirst().action());
    } catch (SetTooLargeException e) {
      rate.addWithoutVerdict(reports);
    }
  }

  /** At large sizes, but where the design's assumptions do not allow them. */
  private Recorder.Recorded record(Model design, long seedOfRun) throws InterruptedException {
    FreeRunner.Limits limits = new FreeRunner.Limits(Duration.ofSeconds(seconds), steps, seedOfRun);
    try {
      return session.workbench().record(design, limits, false);
    } catch (TlcException e) {
      return session.workbench().record(design, limits, true);
    }
  }

  /** As its log would be read again. */
  private static Recording recording(Recorder.Recorded recorded) {
    List<RecordedStep> numbered = new ArrayList<>();
    for (RecordedStep step : recorded.run().steps()) {
      numbered.add(step.at(numbered.size() + 2));
    }
    return new Recording("run", recorded.header(), numbered);
  }
}
