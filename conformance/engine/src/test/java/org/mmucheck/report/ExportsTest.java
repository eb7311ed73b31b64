package org.mmucheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.catalog.Tasks;
import org.mmucheck.report.Explainer.Format;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.toy.TdpRootTraces;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** A trace in the formats that other programs draw. */
class ExportsTest {
  @Test
  void shouldWriteSequenceDiagramOfMermaid() {
    assertThat(told(Format.MERMAID))
        .startsWith("sequenceDiagram", "  autonumber")
        .anyMatch(line -> line.startsWith("  participant t0 as "))
        .anyMatch(line -> line.startsWith("  t0->>t0: "))
        .last()
        .asString()
        .contains("note over t0: ", "ZapSeesLiveRoot is broken after 4 steps");
  }

  @Test
  void shouldWriteSequenceDiagramOfPlantUml() {
    assertThat(told(Format.PLANTUML))
        .startsWith("@startuml", "autonumber")
        .endsWith("@enduml")
        .anyMatch(line -> line.startsWith("t0 -> t0 : "));
  }

  @Test
  void shouldCountEachTasksStepsForShiViz() {
    List<String> lines = told(Format.SHIVIZ);
    assertThat(lines.getFirst()).startsWith("(?<host>");
    assertThat(lines).hasSize(2 + 2 * 4);
    assertThat(lines.get(2)).endsWith("\": 1}");
    assertThat(lines).anyMatch(line -> line.endsWith("\": 2}") || line.contains("\": 2,"));
  }

  @Test
  void shouldDrawPictureWithOneDotEachStep() throws Exception {
    Document picture = parsed(told(Format.SVG));
    assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(4);
    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void shouldShowNoCharacterThatATerminalObeysOrThatReordersText(Format format) throws Exception {
    List<String> lines =
        Explainer.lines(
            format, hostile("a\u001b[2J\u202eb\nc<x>&\"\u0007"), null, Tasks.FIRST, "", Claim.SAID);
    assertThat(lines)
        .isNotEmpty()
        .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl))
        .noneMatch(line -> line.contains("\u202e"));
    assertThat(String.join("\n", lines)).as("escaped").contains("u001b", "u202e");
    if (format == Format.SVG) {
      assertThat(parsed(lines).getElementsByTagName("x").getLength()).isZero();
    }
  }

  private static Trace hostile(String text) {
    List<String> vars = List.of("x");
    return new Trace(
        new Trace.Meta("", "", "", "", "", ""),
        vars,
        List.of(
            new Trace.Step(null, new State(vars, Value.of(0))),
            new Trace.Step(
                new ActionInstance("Say", Map.of("what", Value.of(text))),
                new State(vars, Value.of(text)))),
        OptionalInt.empty());
  }

  private static List<String> told(Format format) {
    return Explainer.lines(
        format, TdpRootTraces.bug(), TdpRootAdapter.right(), Tasks.FIRST, "", Claim.BROKEN);
  }

  private static Document parsed(List<String> lines) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(String.join("\n", lines))));
  }
}
