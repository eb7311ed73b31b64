package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Matrix;
import org.mmucheck.mutants.Mutant;
import org.mmucheck.mutants.Tried;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kill matrix as JSON: one row a kind, module and layer, with what that layer was the first to
 * notice; the row of the layer {@code any} has all that was noticed, and the survivors.
 */
final class MutantsJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ANY = "any";

  private MutantsJson() {}

  /**
   * @param details mutants to tell all killers of
   */
  static ObjectNode of(Matrix matrix, List<Tried> details, double seconds) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("rows");
    for (Matrix.Row row : matrix.rows()) {
      ObjectNode any = row(rows, row, ANY, row.killed());
      any.put("stillborn", row.stillborn());
      ArrayNode survivors = any.putArray("survivors");
      for (Matrix.Survivor survivor : row.survivors()) {
        ObjectNode node = mutant(survivors.addObject(), survivor.tried().mutant());
        node.put("countOnly", survivor.tried().isCountedOnly());
        node.put("why", survivor.why().isEmpty() ? null : survivor.why());
      }
      for (Layer layer : Layer.values()) {
        row(rows, row, layer.word(), row.killers().getOrDefault(layer, 0)).putArray("survivors");
      }
    }
    ArrayNode stale = document.putArray("staleReasons");
    matrix.stale().forEach(stale::add);
    ArrayNode mutants = document.putArray("mutants");
    for (Tried tried : details) {
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
    document.put("seconds", seconds);
    document.put("asWanted", matrix.isAsWanted());
    return document;
  }

  private static ObjectNode row(ArrayNode rows, Matrix.Row row, String layer, int killed) {
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
