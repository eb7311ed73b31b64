package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.cli.kept.JudgedProtocol.Engines;
import org.mmucheck.compiled.Comparison;
import org.mmucheck.compiled.CompiledCheck;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.tlc.TlcResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of {@code check --engine compiled} and {@code both}. */
final class EngineJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private EngineJson() {}

  static ObjectNode check(boolean isBoth, List<EngineChecking.Row> rows) {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("engine", isBoth ? "both" : "compiled");
    ArrayNode models = document.putArray("models");
    for (EngineChecking.Row row : rows) {
      ObjectNode node = models.addObject();
      node.put("name", row.model().name());
      node.put("outcome", row.outcome());
      if (row.refusal() != null) {
        node.put("refused", row.refusal());
      }
      Found found = row.found();
      if (found != null) {
        compiled(node.putObject("compiled"), found);
      }
      Comparison comparison = row.comparison();
      if (comparison != null && comparison.tlc() != null) {
        tlc(node.putObject("tlc"), comparison.tlc());
      }
      ArrayNode leftToTlc = node.putArray("leftToTlc");
      row.unchecked().forEach(leftToTlc::add);
      ArrayNode differences = node.putArray("differences");
      row.differences().forEach(differences::add);
    }
    document.put("fine", rows.stream().filter(EngineChecking.Row::isFine).count());
    document.put("refused", rows.stream().filter(row -> row.refusal() != null).count());
    return document;
  }

  /** What the compiled engine makes of what TLC has found, over all protocols. */
  static ObjectNode beside(List<JudgedProtocol> protocols, List<String> disagreements) {
    Engines all =
        protocols.stream().map(JudgedProtocol::engines).reduce(Engines.NOTHING, Engines::plus);
    ObjectNode document = MAPPER.createObjectNode();
    document.put("equal", all.equal());
    document.put("leftToTlc", all.leftToTlc());
    document.put("refused", all.refused());
    ArrayNode different = document.putArray("differences");
    disagreements.forEach(different::add);
    return document;
  }

  private static void compiled(ObjectNode node, Found found) {
    node.put("found", CompiledCheck.words(found));
    node.put("distinctStates", found.distinct());
    node.put("generatedStates", found.generated());
    node.put("depth", found.depth());
    node.put("behaviour", found.length());
    node.put("stateDigest", Long.toHexString(found.stateDigest()));
    node.put("stepDigest", Long.toHexString(found.edgeDigest()));
    node.put("setBytes", found.setBytes());
    node.put("seconds", found.seconds());
  }

  private static void tlc(ObjectNode node, TlcResult tlc) {
    node.put("found", tlc.result().word());
    node.put("property", tlc.property());
    node.put("distinctStates", tlc.distinctStates());
    node.put("generatedStates", tlc.generatedStates());
    node.put("depth", tlc.depth());
    node.put("behaviour", tlc.errorTraceLength());
    node.put("seconds", tlc.seconds());
  }
}
