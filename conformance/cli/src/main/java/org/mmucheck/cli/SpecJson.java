package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Hit;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Releases;
import org.mmucheck.meeting.FeaturePair;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.ExportedGraph;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What specs and traces say by themselves. The documents of {@code --json}. */
final class SpecJson {
  private SpecJson() {}

  static ObjectNode cfg(Model model, String text) {
    return Json.object().put("model", model.name()).put("module", model.module()).put("text", text);
  }

  static ObjectNode report(Path file, long bytes) {
    return Json.object().put("file", Json.path(file)).put("bytes", bytes);
  }

  /**
   * @param releases of a model; null where the manifest says nothing of releases
   */
  static ObjectNode find(List<Hit> hits, Function<Model, @Nullable Releases> releases) {
    ObjectNode document = Json.object();
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
    ObjectNode document = Json.object().put("model", model.name()).put("step", step);
    ArrayNode actions = document.putArray("actions");
    answers.forEach(
        (action, refusal) -> {
          ObjectNode row =
              actions
                  .addObject()
                  .put("action", action.toString())
                  .put("enabled", refusal.isEmpty());
          row.set("refusedBy", refusal.map(SpecJson::refusal).orElse(null));
        });
    return document;
  }

  private static ObjectNode refusal(Refusal refusal) {
    ObjectNode node = Json.object().put("place", refusal.place()).put("text", refusal.text());
    ObjectNode values = node.putObject("values");
    refusal.values().forEach(values::put);
    ArrayNode parts = node.putArray("parts");
    refusal.parts().forEach(part -> parts.add(refusal(part)));
    return node;
  }

  static ObjectNode graph(ExportedGraph graph, Path file) {
    return Json.object()
        .put("model", graph.model())
        .put("file", Json.path(file))
        .put("states", graph.states())
        .put("transitions", graph.transitions())
        .put("initialStates", graph.initialStates())
        .put("digest", graph.digest())
        .put("bytes", graph.bytes())
        .put("seconds", graph.seconds());
  }

  static ObjectNode picture(Model model, Path file) {
    return Json.object().put("model", model.name()).put("file", Json.path(file));
  }

  static ObjectNode walks(Model model, int behaviours, int steps, Path folder) {
    return Json.object()
        .put("model", model.name())
        .put("folder", Json.path(folder))
        .put("behaviours", behaviours)
        .put("steps", steps);
  }

  /** {@code gap}: the pair neither meets nor has a reason, or has a reason and meets. */
  static ObjectNode pairs(List<FeaturePair> pairs) {
    ObjectNode document = Json.object();
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
    ObjectNode document = Json.object().put("file", Json.path(Path.of(names.getFirst())));
    if (names.size() > 1) {
      document.put("beside", Json.path(Path.of(names.getLast())));
    }
    return document.put("format", format.name()).put("text", text);
  }
}
