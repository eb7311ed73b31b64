package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.catalog.Design;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.replay.Divergence;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.LeftThread;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of the code where a spec was held against it. The documents of {@code --json}. */
final class CodeJson {
  private CodeJson() {}

  static ObjectNode replay(List<ReplayedTrace> traces) {
    ObjectNode document = Json.object();
    ArrayNode rows = document.putArray("traces");
    for (ReplayedTrace replayed : traces) {
      ObjectNode row = rows.addObject();
      row.put("file", Json.path(replayed.file()));
      row.put("model", replayed.model().name());
      row.put("steps", replayed.report().steps());
      row.put("verdict", replayed.report().verdict());
      if (!replayed.report().doubts().isEmpty()) {
        ArrayNode doubts = row.putArray("doubts");
        replayed.report().doubts().forEach(doubts::add);
      }
      left(row, replayed.report().left());
      divergence(row, replayed.report().divergence());
    }
    return document.put("conforms", traces.stream().allMatch(ReplayedTrace::conforms));
  }

  static ObjectNode conform(List<ConformedModel> models) {
    ObjectNode document = Json.object();
    ArrayNode rows = document.putArray("models");
    for (ConformedModel conformed : models) {
      ConformReport report = conformed.report();
      ObjectNode row = rows.addObject();
      row.put("name", conformed.model().name());
      row.put("states", report.states());
      row.put("transitions", report.transitions());
      row.put("executed", report.taken());
      row.put("steps", report.steps());
      row.put("verdict", report.verdict());
      left(row, report.left());
      var divergence = report.divergence();
      if (divergence == null) {
        row.putNull("divergence");
      } else {
        ObjectNode at = row.putObject("divergence");
        at.put("step", divergence.step());
        at.put("action", divergence.action() == null ? null : divergence.action().toString());
        at.put("variable", divergence.variable());
        at.put("spec", divergence.spec());
        at.put("code", divergence.code());
        fault(at, divergence.fault());
      }
      row.put("tlcSeconds", conformed.conformed().tlcSeconds());
      row.put("seconds", report.seconds());
    }
    document.put("conforms", models.stream().allMatch(model -> model.report().conforms()));
    return document;
  }

  /** Threads that the code leaves behind, if any. */
  static void left(ObjectNode row, List<LeftThread> left) {
    if (left.isEmpty()) {
      return;
    }
    ArrayNode threads = row.putArray("leftThreads");
    for (LeftThread thread : left) {
      ArrayNode stack =
          threads
              .addObject()
              .put("name", thread.name())
              .put("task", thread.task())
              .put("what", thread.what())
              .putArray("stack");
      thread.stack().forEach(stack::add);
    }
  }

  static ObjectNode fuzz(List<FuzzedModel> models) {
    ObjectNode document = Json.object();
    ArrayNode rows = document.putArray("properties");
    for (FuzzedModel fuzzed : models) {
      ObjectNode row = rows.addObject();
      FuzzReport report = fuzzed.report();
      row.put("name", report.name());
      row.put("model", report.model());
      row.put("tries", report.tries());
      row.put("steps", report.steps());
      row.put("seed", report.seed());
      row.put("verdict", report.verdict().word());
      row.put("trace", Json.path(fuzzed.trace()));
      fault(row, report.fault());
      left(row, report.left());
    }
    return document.put("passed", models.stream().allMatch(FuzzedModel::passed));
  }

  static ObjectNode fuzz(List<FuzzedModel> models, List<ReachTable.Row> reached) {
    ObjectNode document = fuzz(models);
    if (!reached.isEmpty()) {
      ArrayNode rows = document.putArray("reach");
      for (ReachTable.Row each : reached) {
        rows.addObject()
            .put("model", each.model().name())
            .put("steps", each.reach().steps())
            .put("states", each.reach().states())
            .put("allStates", each.states())
            .put("pairs", each.reach().pairs())
            .put("allPairs", each.pairs());
      }
    }
    return document;
  }

  static ObjectNode ablate(List<Ablated> orderings, Function<Ablated, Path> file) {
    ObjectNode document = Json.object();
    ArrayNode designs = document.putArray("designs");
    @Nullable Design last = null;
    @Nullable ArrayNode rows = null;
    for (Ablated ordering : orderings) {
      if (rows == null || !ordering.design().equals(last)) {
        last = ordering.design();
        rows = designs.addObject().put("model", last.model().name()).putArray("orderings");
      }
      ObjectNode row =
          rows.addObject()
              .put("constant", ordering.constant())
              .put("breaks", ordering.breaks())
              .put("steps", ordering.steps())
              .put("trace", ordering.trace() == null ? null : Json.path(file.apply(ordering)))
              .put("at", ordering.at() == null ? null : ordering.at().name())
              .put("replay", ordering.replay() == null ? null : ordering.replay().verdict())
              .put("why", ordering.why());
      ArrayNode problems = row.putArray("problems");
      ordering.problems().forEach(problems::add);
    }
    return document.put(
        "explained", orderings.stream().allMatch(ordering -> ordering.problems().isEmpty()));
  }

  private static void divergence(ObjectNode row, @Nullable Divergence divergence) {
    if (divergence == null) {
      row.putNull("divergence");
      return;
    }
    ObjectNode at = row.putObject("divergence");
    at.put("step", divergence.step())
        .put("action", divergence.action() == null ? null : divergence.action().toString())
        .put("variable", divergence.variable())
        .put("spec", divergence.spec())
        .put("code", divergence.code());
    fault(at, divergence.fault());
  }

  /** Whose it is, and its own stack, if the code or its binding broke down. */
  static void fault(ObjectNode at, @Nullable Fault fault) {
    if (fault != null) {
      at.put("fault", fault.party().name().toLowerCase(Locale.ROOT));
      ArrayNode stack = at.putArray("stack");
      fault.stack().forEach(stack::add);
    }
  }
}
