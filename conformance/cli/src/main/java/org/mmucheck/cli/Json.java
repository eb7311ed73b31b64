package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.bench.Ratio;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Hit;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Releases;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.cli.kept.JudgedProtocol.Documents;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.meeting.FeaturePair;
import org.mmucheck.record.FreeRun;
import org.mmucheck.record.Recorder;
import org.mmucheck.replay.Divergence;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.tlc.EngineReport;
import org.mmucheck.tlc.Suspect;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.validate.Unexplained;
import org.mmucheck.validate.Verdict;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.ExportedGraph;
import org.mmucheck.workbench.Unjudged;
import org.mmucheck.workbench.Validated;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of {@code --json}. Their field names are a promise to other programs. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static String text(ObjectNode document) {
    return MAPPER.writeValueAsString(document);
  }

  static ObjectNode validate(List<Validated> validated) {
    ObjectNode document = MAPPER.createObjectNode();
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

  static ObjectNode cfg(Model model, String text) {
    return MAPPER
        .createObjectNode()
        .put("model", model.name())
        .put("module", model.module())
        .put("text", text);
  }

  static ObjectNode check(List<CheckedModel> models) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("models");
    for (CheckedModel checked : models) {
      ObjectNode row = rows.addObject();
      row.put("name", checked.model().name());
      row.put("id", checked.model().id());
      expected(row, checked.model());
      actual(row, checked.result().actual());
      unfinished(row, checked.unfinished());
      row.put("trace", path(checked.trace()));
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

  static ObjectNode report(Path file, long bytes) {
    return MAPPER.createObjectNode().put("file", path(file)).put("bytes", bytes);
  }

  /**
   * @param releases of a model; null where the manifest says nothing of releases
   */
  static ObjectNode find(List<Hit> hits, Function<Model, @Nullable Releases> releases) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("hits");
    for (Hit hit : hits) {
      Model model = hit.model();
      ObjectNode row = rows.addObject();
      row.put("model", model == null ? null : model.name());
      row.put("id", model == null ? null : model.id());
      row.put("word", model == null ? null : model.word());
      row.put("commit", hit.commits().isEmpty() ? null : hit.commits().getFirst());
      row.put("subject", hit.subject());
      Releases had = model == null ? null : releases.apply(model);
      row.put("since", had == null ? null : first(had.since()));
      row.put("until", hit.until() != null || had == null ? hit.until() : first(had.until()));
      row.put("because", hit.because());
      row.put("summary", hit.summary());
    }
    return document;
  }

  private static @Nullable String first(List<Release> releases) {
    return releases.isEmpty() ? null : releases.getFirst().toString();
  }

  /**
   * @param step the step after which the actions are asked for
   */
  static ObjectNode why(
      Model model, int step, SortedMap<ActionInstance, Optional<Refusal>> answers) {
    ObjectNode document = MAPPER.createObjectNode().put("model", model.name()).put("step", step);
    ArrayNode actions = document.putArray("actions");
    answers.forEach(
        (action, refusal) -> {
          ObjectNode row =
              actions
                  .addObject()
                  .put("action", action.toString())
                  .put("enabled", refusal.isEmpty());
          row.set("refusedBy", refusal.map(Json::refusal).orElse(null));
        });
    return document;
  }

  private static ObjectNode refusal(Refusal refusal) {
    ObjectNode node =
        MAPPER.createObjectNode().put("place", refusal.place()).put("text", refusal.text());
    ObjectNode values = node.putObject("values");
    refusal.values().forEach(values::put);
    ArrayNode parts = node.putArray("parts");
    refusal.parts().forEach(part -> parts.add(refusal(part)));
    return node;
  }

  static ObjectNode replay(List<ReplayedTrace> traces) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("traces");
    for (ReplayedTrace replayed : traces) {
      ObjectNode row = rows.addObject();
      row.put("file", path(replayed.file()));
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
    ObjectNode document = MAPPER.createObjectNode();
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

  /** In place of a command's document: it came to none. */
  static ObjectNode error(int exitCode, String message) {
    ObjectNode document = MAPPER.createObjectNode();
    document.putObject("error").put("exitCode", exitCode).put("message", message);
    return document;
  }

  static ObjectNode graph(ExportedGraph graph, Path file) {
    return MAPPER
        .createObjectNode()
        .put("model", graph.model())
        .put("file", path(file))
        .put("states", graph.states())
        .put("transitions", graph.transitions())
        .put("initialStates", graph.initialStates())
        .put("digest", graph.digest())
        .put("bytes", graph.bytes())
        .put("seconds", graph.seconds());
  }

  static ObjectNode record(Recorder.Recorded recorded, String file, List<String> reports) {
    FreeRun run = recorded.run();
    ObjectNode document = MAPPER.createObjectNode();
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
    ObjectNode document = MAPPER.createObjectNode();
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

  /** Threads that the code leaves behind, if any. */
  private static void left(ObjectNode row, List<LeftThread> left) {
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

  private static void failure(ArrayNode rows, FreeRun.Failure failure) {
    fault(rows.addObject().put("task", failure.task()), failure.fault());
  }

  static ObjectNode bench(List<Ratio> ratios) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("ratios");
    for (Ratio ratio : ratios) {
      rows.addObject()
          .put("name", ratio.name())
          .put("ours", ratio.ourMedian())
          .put("reference", ratio.referenceMedian())
          .put("ratio", ratio.ratio())
          .put("unit", ratio.unit())
          .put("rounds", ratio.ours().size())
          .put("lowest", ratio.lowest())
          .put("highest", ratio.highest());
    }
    return document;
  }

  static ObjectNode fuzz(List<FuzzedModel> models) {
    ObjectNode document = MAPPER.createObjectNode();
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
      row.put("trace", path(fuzzed.trace()));
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
    ObjectNode document = MAPPER.createObjectNode();
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
              .put("trace", ordering.trace() == null ? null : path(file.apply(ordering)))
              .put("at", ordering.at() == null ? null : ordering.at().name())
              .put("replay", ordering.replay() == null ? null : ordering.replay().verdict())
              .put("why", ordering.why());
      ArrayNode problems = row.putArray("problems");
      ordering.problems().forEach(problems::add);
    }
    return document.put(
        "explained", orderings.stream().allMatch(ordering -> ordering.problems().isEmpty()));
  }

  /** {@code gap}: the pair neither meets nor has a reason, or has a reason and meets. */
  static ObjectNode pairs(List<FeaturePair> pairs) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("pairs");
    for (FeaturePair pair : pairs) {
      ObjectNode row =
          rows.addObject()
              .put("module", pair.module())
              .put("one", pair.one().name())
              .put("other", pair.other().name());
      ArrayNode models = row.putArray("meetIn");
      pair.meetIn().forEach(model -> models.add(model.name()));
      row.put("why", pair.why()).put("gap", pair.problem() != null);
    }
    return document.put("explained", pairs.stream().allMatch(pair -> pair.problem() == null));
  }

  /**
   * @param names of the trace, and of the one beside it if there are two
   */
  static ObjectNode explain(List<String> names, ExplainFormat format, String text) {
    ObjectNode document = MAPPER.createObjectNode().put("file", path(Path.of(names.getFirst())));
    if (names.size() > 1) {
      document.put("beside", path(Path.of(names.getLast())));
    }
    return document.put("format", format.name()).put("text", text);
  }

  /**
   * The main job: the documents of its parts, over all protocols.
   *
   * @param kept those that an earlier run has judged
   * @param disagreements where the compiled engine found something else than TLC
   */
  static ObjectNode all(
      List<JudgedProtocol> protocols,
      List<JudgedProtocol> kept,
      List<Unjudged> unjudged,
      List<String> disagreements,
      boolean passed) {
    ObjectNode document = MAPPER.createObjectNode();
    List<Documents> parts = protocols.stream().map(JudgedProtocol::documents).toList();
    document.set("check", joined(parts, Documents::check));
    document.set("replay", joined(parts, Documents::replay));
    document.set("conform", joined(parts, Documents::conform));
    document.set("fuzz", joined(parts, Documents::fuzz));
    document.set("compiled", EngineJson.beside(protocols, disagreements));
    unjudged(document, unjudged);
    ArrayNode unchanged = document.putArray("unchanged");
    kept.forEach(
        each -> unchanged.addObject().put("protocol", each.name()).put("since", each.at()));
    return document.put("passed", passed);
  }

  /** One document of several of a kind: a list and a verdict each. */
  private static ObjectNode joined(List<Documents> parts, Function<Documents, ObjectNode> part) {
    ObjectNode joined = MAPPER.createObjectNode();
    for (Documents each : parts) {
      part.apply(each)
          .forEachEntry(
              (name, value) -> {
                if (value.isArray()) {
                  joined.withArray(name).addAll((ArrayNode) value);
                } else {
                  boolean before = !joined.has(name) || joined.get(name).asBoolean();
                  joined.put(name, before && value.asBoolean());
                }
              });
    }
    return joined;
  }

  /** The document of a part, with the models of which it came to no verdict, if any. */
  static ObjectNode with(List<Unjudged> unjudged, ObjectNode document) {
    if (!unjudged.isEmpty()) {
      for (String verdict : List.of("conforms", "passed")) {
        if (document.has(verdict)) {
          document.put(verdict, false);
        }
      }
      unjudged(document, unjudged);
    }
    return document;
  }

  private static void unjudged(ObjectNode document, List<Unjudged> unjudged) {
    ArrayNode rows = document.putArray("unjudged");
    for (Unjudged one : unjudged) {
      rows.addObject()
          .put("part", one.part())
          .put("name", one.model().name())
          .put("reason", String.valueOf(one.why().getMessage()));
    }
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
  private static void fault(ObjectNode at, @Nullable Fault fault) {
    if (fault != null) {
      at.put("fault", fault.party().name().toLowerCase(Locale.ROOT));
      ArrayNode stack = at.putArray("stack");
      fault.stack().forEach(stack::add);
    }
  }

  private static @Nullable String path(@Nullable Path path) {
    return path == null ? null : Console.display(path);
  }
}
