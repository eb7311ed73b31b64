package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.List;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeTried;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of mutants of code, as a row of the kill matrix and its survivors. */
final class CodeMutantsReport {
  private static final String KIND = "java";
  private static final JsonMapper MAPPER = new JsonMapper();

  private CodeMutantsReport() {}

  static void print(PrintWriter out, List<CodeTried> tried) {
    Table table = new Table("KIND", "CHANGES", "KILLED", "REPLAY", "CONFORM", "LEFT");
    long killed = killed(tried);
    table.row(
        KIND,
        String.valueOf(tried.size()),
        String.valueOf(killed),
        String.valueOf(by(tried, Layer.REPLAY)),
        String.valueOf(by(tried, Layer.CONFORM)),
        String.valueOf(tried.size() - killed));
    table.print(out);
    tried.stream()
        .filter(each -> each.kill().isEmpty())
        .forEach(each -> out.println("left  " + each.mutant().told()));
  }

  static ObjectNode json(List<CodeTried> tried) {
    ObjectNode document = MAPPER.createObjectNode();
    ArrayNode rows = document.putArray("rows");
    ArrayNode survivors = row(rows, tried, "any", killed(tried)).putArray("survivors");
    for (CodeTried each : tried) {
      if (each.kill().isEmpty()) {
        survivors
            .addObject()
            .put("class", each.mutant().className())
            .put("method", each.mutant().method())
            .put("line", each.mutant().line())
            .put("change", each.mutant().says());
      }
    }
    for (Layer layer : List.of(Layer.REPLAY, Layer.CONFORM)) {
      row(rows, tried, layer.word(), by(tried, layer)).putArray("survivors");
    }
    ArrayNode mutants = document.putArray("mutants");
    for (CodeTried each : tried) {
      Kill kill = each.kill().orElse(null);
      ObjectNode node = mutants.addObject().put("change", each.mutant().told());
      node.put("layer", kill == null ? null : kill.layer().word());
      node.put("says", kill == null ? null : kill.says());
    }
    return document;
  }

  private static ObjectNode row(ArrayNode rows, List<CodeTried> tried, String layer, long killed) {
    return rows.addObject()
        .put("kind", KIND)
        .put("layer", layer)
        .put("total", tried.size())
        .put("killed", killed);
  }

  private static long killed(List<CodeTried> tried) {
    return tried.stream().filter(each -> each.kill().isPresent()).count();
  }

  private static long by(List<CodeTried> tried, Layer layer) {
    return tried.stream()
        .filter(each -> each.kill().filter(kill -> kill.layer() == layer).isPresent())
        .count();
  }
}
