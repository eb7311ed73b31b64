package org.mmucheck.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Releases;
import org.mmucheck.catalog.Row;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue as JSON. */
final class ModelsJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ModelsJson() {}

  /**
   * @param asked the release that the user asked for; null for none
   */
  static ObjectNode of(Catalog catalog, List<Model> models, @Nullable Release asked) {
    ObjectNode document = MAPPER.createObjectNode();
    if (asked != null) {
      document.put("release", asked.toString());
    }
    ArrayNode rows = document.putArray("models");
    for (Model model : models) {
      ObjectNode row = rows.addObject();
      row.put("name", model.name());
      row.put("id", model.id());
      row.put("word", model.word());
      row.put("module", model.module());
      row.put("config", model.configName());
      row.put("tier", model.tier());
      CheckJson.expected(row, model);
      Model.Kernel kernel = model.kernel();
      if (kernel == null) {
        row.putNull("kernel");
      } else {
        row.putObject("kernel")
            .put("commit", kernel.commit())
            .put("subject", kernel.subject())
            .put("year", kernel.year());
      }
      Row of = catalog.row(model);
      row.put("right", catalog.isRight(of));
      releases(row, of.releases(), asked);
      row.put("summary", model.summary());
      if (model.induction() != null) {
        row.put("induction", model.induction().word());
      }
    }
    return document;
  }

  private static void releases(
      ObjectNode model, @Nullable Releases releases, @Nullable Release asked) {
    if (releases == null) {
      model.putNull("releases");
      return;
    }
    ObjectNode node = model.putObject("releases");
    list(node, "since", releases.since());
    list(node, "until", releases.until());
    list(node, "read", releases.read());
    node.put("note", releases.note());
    node.put("never", releases.never());
    if (asked != null) {
      node.put("known", releases.isRead(asked) ? "read" : "inferred");
    }
  }

  private static void list(ObjectNode node, String name, List<Release> releases) {
    ArrayNode list = node.putArray(name);
    releases.forEach(each -> list.add(each.toString()));
  }
}
