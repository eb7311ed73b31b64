package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Mutant;
import org.mmucheck.mutants.Tried;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kill matrix as JSON: one row a kind, module and layer, with what that layer was the first to
 * notice; the row of the layer {@code any} has all that was noticed, the survivors, and what a
 * layer came to no verdict on while no other noticed it: that is no kill. {@code totals} has the
 * same for all modules of a kind. {@code untried} counts the changes that the time was over for.
 */
final class MutantsJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ANY = "any";

  private MutantsJson() {}

  static ObjectNode of(KillMatrix matrix, double seconds) {
    ObjectNode document = MAPPER.createObjectNode();
    rows(document.putArray("rows"), matrix.rows());
    rows(document.putArray("totals"), matrix.totals());
    ArrayNode stale = document.putArray("staleReasons");
    matrix.stale().forEach(stale::add);
    ArrayNode mutants = document.putArray("mutants");
    for (Tried tried : matrix.details()) {
      ObjectNode node = mutant(mutants.addObject(), tried.mutant());
      ArrayNode killers = node.putArray("killers");
      for (Kill kill : tried.kills()) {
        killers
            .addObject()
            .put("layer", kill.layer().word())
            .put("model", kill.model())
            .put("says", kill.says());
      }
    }
    ObjectNode untried = document.putObject("untried");
    matrix.untried().forEach(untried::put);
    document.put("seconds", seconds);
    document.put("asWanted", matrix.isAsWanted());
    return document;
  }

  private static void rows(ArrayNode rows, List<KindRow> all) {
    for (KindRow row : all) {
      ObjectNode any = row(rows, row, ANY, row.killed());
      ArrayNode survivors = any.putArray("survivors");
      for (KindRow.Left left : row.left()) {
        survivors
            .addObject()
            .put("change", left.change())
            .put("why", left.why().isEmpty() ? null : left.why());
      }
      ArrayNode unjudged = any.putArray("unjudged");
      for (KindRow.Left each : row.unjudged()) {
        unjudged
            .addObject()
            .put("change", each.change())
            .put("why", each.why().isEmpty() ? null : each.why());
      }
      ArrayNode noticed = any.putArray("noticed");
      row.noticed().forEach(noticed::add);
      for (Layer layer : Layer.values()) {
        row(rows, row, layer.word(), row.killers().getOrDefault(layer, 0)).putArray("survivors");
      }
    }
  }

  private static ObjectNode row(ArrayNode rows, KindRow row, String layer, int killed) {
    return rows.addObject()
        .put("kind", row.kind().word())
        .put("module", row.module())
        .put("layer", layer)
        .put("total", row.total())
        .put("killed", killed);
  }

  private static ObjectNode mutant(ObjectNode node, Mutant mutant) {
    return node.put("module", mutant.module())
        .put("line", mutant.at().line())
        .put("column", mutant.at().column())
        .put("in", mutant.name())
        .put("change", mutant.change().word())
        .put("was", mutant.was())
        .put("becomes", mutant.replacement());
  }
}
