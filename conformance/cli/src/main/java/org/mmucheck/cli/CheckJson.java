package org.mmucheck.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.EngineReport;
import org.mmucheck.tlc.Suspect;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.TlcResult;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What TLC found of models, and what the TLC in use gets wrong. The documents of {@code --json}.
 */
final class CheckJson {
  private CheckJson() {}

  static ObjectNode check(List<CheckedModel> models) {
    ObjectNode document = Json.object();
    ArrayNode rows = document.putArray("models");
    for (CheckedModel checked : models) {
      ObjectNode row = rows.addObject();
      row.put("name", checked.model().name());
      row.put("id", checked.model().id());
      expected(row, checked.model());
      actual(row, checked.result().actual());
      unfinished(row, checked.unfinished());
      row.put("trace", Json.path(checked.trace()));
      row.put("asExpected", checked.asExpected());
    }
    return document.put("asExpected", models.stream().allMatch(CheckedModel::asExpected));
  }

  /** A document of a check with what its TLC is known to get wrong. */
  static ObjectNode engine(ObjectNode document, EngineReport engine) {
    ObjectNode node = document.putObject("engine").put("name", engine.name());
    ArrayNode mistakes = node.putArray("mistakes");
    engine.mistakes().forEach(mistake -> mistakes.add(mistake.issue()));
    ArrayNode suspects = node.putArray("suspects");
    for (Suspect suspect : engine.suspects()) {
      suspects
          .addObject()
          .put("mistake", suspect.mistake().issue())
          .put("module", suspect.module())
          .put("line", suspect.line())
          .put("column", suspect.column());
    }
    return document;
  }

  /** The models, each with what it leaves out of its module and which model does not. */
  static ObjectNode coverage(List<CheckedModel> models, List<CoverageReport> reports) {
    ObjectNode document = check(models);
    ArrayNode rows = document.putArray("coverage");
    for (CoverageReport report : reports) {
      ObjectNode row =
          rows.addObject().put("model", report.model().name()).put("actions", report.actions());
      ArrayNode untaken = row.putArray("leftOut");
      report
          .untaken()
          .forEach(
              (what, by) ->
                  untaken.addObject().put("what", what).put("takenIn", by.isEmpty() ? null : by));
    }
    return document;
  }

  static void expected(ObjectNode row, Model model) {
    Model.Expected expected = model.expected();
    row.putObject("expected")
        .put("result", expected.result().word())
        .put("property", expected.property())
        .put("distinctStates", expected.distinctStates())
        .put("depth", expected.depth());
  }

  private static void actual(ObjectNode row, @Nullable TlcResult actual) {
    if (actual == null) {
      row.putNull("actual");
      return;
    }
    row.putObject("actual")
        .put("result", actual.result().word())
        .put("property", actual.property())
        .put("distinctStates", actual.distinctStates())
        .put("generatedStates", actual.generatedStates())
        .put("depth", actual.depth())
        .put("seconds", Math.round(actual.seconds() * 1000) / 1000.0);
  }

  private static void unfinished(ObjectNode row, @Nullable TlcProgress progress) {
    if (progress != null) {
      row.putObject("unfinished")
          .put("distinctStates", progress.distinctStates())
          .put("generatedStates", progress.generatedStates())
          .put("statesLeft", progress.queuedStates());
    }
  }
}
