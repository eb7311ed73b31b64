package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.bench.Ratio;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.cli.kept.JudgedProtocol.Documents;
import org.mmucheck.workbench.Unjudged;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents of {@code --json}: what they share. Their field names are a promise to other
 * programs.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static String text(ObjectNode document) {
    return MAPPER.writeValueAsString(document);
  }

  /** A document, or a part of one, with nothing in it. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** In place of a command's document: it came to none. */
  static ObjectNode error(int exitCode, String message) {
    ObjectNode document = object();
    document.putObject("error").put("exitCode", exitCode).put("message", message);
    return document;
  }

  static ObjectNode bench(List<Ratio> ratios) {
    ObjectNode document = object();
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
    ObjectNode document = object();
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
    ObjectNode joined = object();
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

  /** As a user in the current folder would name it. */
  static @Nullable String path(@Nullable Path path) {
    return path == null ? null : Console.display(path);
  }
}
