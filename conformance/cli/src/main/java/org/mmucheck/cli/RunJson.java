package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.record.FreeRun;
import org.mmucheck.record.Recorder;
import org.mmucheck.validate.Unexplained;
import org.mmucheck.validate.Verdict;
import org.mmucheck.workbench.Validated;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What free runs did, and what logs say. The documents of {@code --json}. */
final class RunJson {
  private RunJson() {}

  static ObjectNode validate(List<Validated> validated) {
    ObjectNode document = Json.object();
    ArrayNode rows = document.putArray("logs");
    for (Validated each : validated) {
      Verdict verdict = each.verdict();
      ObjectNode row = rows.addObject();
      row.put("file", each.file());
      row.put("model", each.model().row());
      row.put("events", verdict.events());
      row.put("explained", verdict.explained());
      row.put("hiddenSteps", verdict.hiddenSteps());
      row.put("largestSet", verdict.largestSet());
      ArrayNode unobserved = row.putArray("unobserved");
      verdict.unobserved().forEach(unobserved::add);
      row.put("verdict", verdict.valid() ? "behaviour" : "no behaviour");
      Unexplained unexplained = verdict.unexplained();
      if (unexplained == null) {
        row.putNull("firstUnexplained");
        continue;
      }
      ObjectNode first = row.putObject("firstUnexplained");
      first.put("line", unexplained.event().line());
      first.put("task", unexplained.event().task());
      first.put("step", unexplained.event().said());
      ArrayNode nearest = first.putArray("nearest");
      unexplained.nearest().forEach(nearest::add);
      ArrayNode allowed = first.putArray("allowed");
      unexplained.allowed().forEach(allowed::add);
    }
    document.put("valid", validated.stream().allMatch(each -> each.verdict().valid()));
    return document;
  }

  static ObjectNode record(Recorder.Recorded recorded, String file, List<String> reports) {
    FreeRun run = recorded.run();
    ObjectNode document = Json.object();
    document.put("model", recorded.header().model());
    document.put("file", file);
    document.put("tasks", run.tasks());
    document.put("steps", run.steps().size());
    document.put("unfinished", run.open().size());
    ArrayNode said = document.putArray("reports");
    reports.forEach(said::add);
    ArrayNode failed = document.putArray("failures");
    run.failures().forEach(failure -> failure(failed, failure));
    ArrayNode unended = document.putArray("unended");
    run.unended().forEach(failure -> failure(unended, failure));
    return document;
  }

  static ObjectNode rates(List<Rate> rates, long seed) {
    ObjectNode document = Json.object();
    document.put("seed", seed);
    ArrayNode designs = document.putArray("designs");
    for (Rate rate : rates) {
      designs
          .addObject()
          .put("name", rate.design.name())
          .put("word", rate.design.models().getFirst().word())
          .put("against", rate.against.row())
          .put("runs", rate.runs())
          .put("noBehaviour", rate.invalid())
          .put("reported", rate.reported())
          .put("either", rate.either())
          .put("noVerdict", rate.open())
          .put("partsAt", rate.mostOften());
    }
    return document;
  }

  private static void failure(ArrayNode rows, FreeRun.Failure failure) {
    CodeJson.fault(rows.addObject().put("task", failure.task()), failure.fault());
  }
}
