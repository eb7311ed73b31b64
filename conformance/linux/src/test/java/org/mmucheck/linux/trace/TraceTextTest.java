package org.mmucheck.linux.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.probe.ProbeTable;
import org.mmucheck.log.Recording;

/** Short traces that three kernels told, as they are and damaged. */
class TraceTextTest {
  private static final Path TABLES = Path.of("../../linux/probes");
  private static final String NEW = "7.3.4";

  @ParameterizedTest
  @ValueSource(strings = {"6.1.192", "6.12.117", "7.3.4"})
  void shouldTellFaultsAndInvalidationsOfRecordedKernel(String release) throws IOException {
    TraceText.Read read = read(release, text(release));
    // Debian's 6.1 does not say which of 6.1 it is.
    assertThat(read.release()).startsWith(release.replaceFirst("\\.\\d+$", ""));
    List<KernelEvent> events = Machines.one(release, read.events(), null);
    assertThat(events).hasSizeGreaterThan(100);
    Recording recording = NotifierFaultLog.of(release, release, events);
    assertThat(recording.steps())
        .extracting(step -> step.actions().getFirst())
        .contains("IsPageFaultStale", "MapPage", "ZapSpte", "ReturnFromStart", "DestroyVm");
  }

  @Test
  void shouldReadAgainWhatItWrites() throws IOException {
    List<KernelEvent> events = Machines.one(NEW, read(NEW, text(NEW)).events(), null);
    StringWriter out = new StringWriter();
    KernelLog.write(events, out);
    List<KernelEvent> again =
        KernelLog.read(
            "x", new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(NotifierFaultLog.of("x", NEW, again).header())
        .isEqualTo(NotifierFaultLog.of("x", NEW, events).header());
    assertThat(again)
        .hasSameSizeAs(events)
        .allSatisfy(
            event ->
                assertThat(event.fields())
                    .containsAllEntriesOf(events.get(event.line() - 1).fields()));
  }

  /** Each says in which line, and what to do. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CPU:1 [LOST 345 EVENTS]                         | the tracer lost 345 events       | larger buffer
          # entries-in-buffer/entries-written: 10/12   #P:3 | 2 events were overwritten        | larger buffer
          # mmucheck missed gup_ret 3                     | gup_ret was missed 3 times         | record again
          sh-12  [000] d..1.  1: sched_switch: a=1        | unknown event sched_switch         | linux probes
          sh-12  [000] d..1.  1.000002: gup: (hva_to_pfn+0x0/0x10) | clock is not 'counter'    | linux probes
          sh-12  [000] d..1.  1: kvm_tdp_mmu_spte_changed: as id 0 gfn 10 level | cut off       | cut off
          sh-12  [000] d..                                | cut off                            | no line
          """)
  void shouldRefuseLineThatTellsOfLoss(String line, String reason, String wayOut)
      throws IOException {
    List<String> lines = new ArrayList<>(text(NEW).lines().toList());
    int at = lines.size() / 2;
    lines.add(at, line);
    assertThatThrownBy(() -> read(NEW, String.join("\n", lines) + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line " + (at + 1))
        .hasMessageContaining(reason)
        .hasMessageContaining(wayOut);
  }

  @Test
  void shouldRefuseFileThatIsCutOff() throws IOException {
    String text = text(NEW);
    for (int length : new int[] {text.length() - 1, text.length() - 20, text.length() / 2}) {
      assertThatThrownBy(() -> read(NEW, text.substring(0, length)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("line ")
          .hasMessageContaining("copy the whole file");
    }
  }

  @Test
  void shouldRefuseFileWithFewerEventsThanItsHeadAnnounces() throws IOException {
    List<String> lines = new ArrayList<>(text(NEW).lines().toList());
    lines.remove(lines.size() / 2);
    assertThatThrownBy(() -> read(NEW, String.join("\n", lines) + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its head announces");
  }

  @Test
  void shouldRefuseClockThatRunsBackwards() throws IOException {
    List<String> lines = new ArrayList<>(text(NEW).lines().toList());
    int at = lines.size() / 2;
    lines.add(at, lines.remove(at + 1));
    assertThatThrownBy(() -> read(NEW, String.join("\n", lines) + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line " + (at + 2))
        .hasMessageContaining("runs backwards")
        .hasMessageContaining("not trace_pipe");
  }

  @Test
  void shouldRefuseNothing() {
    assertThatThrownBy(() -> read(NEW, "# tracer: nop\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no events")
        .hasMessageContaining("started after the probes");
  }

  static String text(String release) throws IOException {
    String name = release + "-sleeping.trace.gz";
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(TraceTextTest.class.getResourceAsStream(name), name))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static TraceText.Read read(String release, String text) {
    return TraceText.read(
        "trace",
        ProbeTable.of(TABLES, release).events(),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
