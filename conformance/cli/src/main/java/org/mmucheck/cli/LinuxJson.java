package org.mmucheck.cli;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.replay.Divergence;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents of {@code linux ... --json}. Their field names are a promise, as {@link Json}'s.
 */
final class LinuxJson {
  private LinuxJson() {}

  static ObjectNode replay(String kernel, List<LinuxRun> runs) {
    ObjectNode document = JsonMapper.shared().createObjectNode().put("kernel", kernel);
    ArrayNode rows = document.putArray("runs");
    for (LinuxRun run : runs) {
      ReplayedTrace replayed = run.replayed();
      ObjectNode row =
          rows.addObject()
              .put("trace", Console.display(replayed.file()))
              .put("model", replayed.model().name())
              .put("steps", replayed.report().steps())
              .put("mergedSteps", run.mergedSteps())
              .put("lostMachines", run.lostMachines())
              .put("verdict", replayed.report().verdict());
      OptionalInt parting = run.expectedParting();
      row.put("designPartsAt", parting.isEmpty() ? null : (Integer) parting.getAsInt());
      row.put("asExpected", run.asExpected());
      divergence(row, replayed.report().divergence());
    }
    return document
        .put("conforms", runs.stream().allMatch(run -> run.replayed().conforms()))
        .put("asExpected", runs.stream().allMatch(LinuxRun::asExpected));
  }

  /**
   * @param mergedSteps of this run; those before an interruption are not counted
   * @param lostMachines how many broke down in this run and were replaced
   * @param hasGoneOn whether there was an interruption
   */
  static ObjectNode conform(
      String kernel,
      List<ConformedModel> models,
      long mergedSteps,
      long lostMachines,
      boolean hasGoneOn) {
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("kernel", kernel)
            .put("goneOn", hasGoneOn)
            .put("lostMachines", lostMachines);
    ArrayNode rows = document.putArray("models");
    for (ConformedModel conformed : models) {
      ConformReport report = conformed.report();
      ObjectNode row =
          rows.addObject()
              .put("name", conformed.model().name())
              .put("transitions", report.transitions())
              .put("executed", report.taken())
              .put("refused", report.refusedAttempted())
              .put("mergedSteps", mergedSteps)
              .put("steps", report.steps())
              .put("seconds", report.seconds())
              .put("verdict", report.verdict());
      var divergence = report.divergence();
      if (divergence == null) {
        row.putNull("divergence");
      } else {
        row.putObject("divergence")
            .put("step", divergence.step())
            .put("action", divergence.action() == null ? null : divergence.action().toString())
            .put("variable", divergence.variable())
            .put("spec", divergence.spec())
            .put("code", divergence.code());
      }
    }
    return document.put("conforms", models.stream().allMatch(model -> model.report().conforms()));
  }

  private static void divergence(ObjectNode row, @Nullable Divergence divergence) {
    if (divergence == null) {
      row.putNull("divergence");
      return;
    }
    row.putObject("divergence")
        .put("step", divergence.step())
        .put("action", divergence.action() == null ? null : divergence.action().toString())
        .put("variable", divergence.variable())
        .put("spec", divergence.spec())
        .put("code", divergence.code());
  }
}
