package org.mmucheck.linux.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.Place;

/** The tables of probes, and what is made of them. */
class ProbeTableTest {
  private static final Path FOLDER = Path.of("../../linux/probes");

  @TempDir Path folder;

  /** Fields as a kernel might have them; mmu_lock comes first. */
  private static final class SomeLayouts implements Layouts {
    final long lock;

    SomeLayouts(long lock) {
      this.lock = lock;
    }

    @Override
    public Place place(String path) {
      return switch (path) {
        case "kvm.mmu_lock" -> new Place(path, List.of(), 8 * lock, 64, false, "rwlock_t");
        case "kvm_vcpu.kvm->mmu_invalidate_seq" ->
            new Place(path, List.of(0L), 8 * 6792, 64, false, "");
        case "kvm_vcpu.kvm->mmu_invalidate_in_progress" ->
            new Place(path, List.of(0L), 8 * 6800, 64, true, "");
        case "no.field" -> throw new NoSuchFieldInKernelException(path, "gone");
        default -> new Place(path, List.of(), 8 * 16, 32, false, "");
      };
    }

    @Override
    public List<String> parameters(String function) {
      return List.of();
    }
  }

  @ParameterizedTest
  @CsvSource({"6.1.192, 6.1", "6.12.117+deb13-cloud-amd64, 6.12", "7.3.4, 7.3"})
  void shouldShowOnlyActionsThatTheSpecHas(String release, String table) throws IOException {
    ProbeTable found = ProbeTable.of(FOLDER, release);
    assertThat(found.kernel()).isEqualTo(table);
    String spec =
        Files.readString(
            Path.of("../../spec").resolve(found.module()).resolve(found.module() + ".tla"));
    assertThat(found.shows())
        .hasSizeGreaterThan(20)
        .allSatisfy(action -> assertThat(spec).containsPattern("\\b" + action + "\\b"));
  }

  @Test
  void shouldSayWhichKernelsThereAreTablesFor() {
    assertThatThrownBy(() -> ProbeTable.of(FOLDER, "5.10.1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no probes for Linux 5.10.1")
        .hasMessageContaining("6.1, 6.12, 7.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\": \"a\", \"at\": \"middle kvm:f\"}",
        "{\"event\": \"a\", \"at\": \"entry f\"}",
        "{\"event\": \"a\", \"at\": \"entry kvm:f\", \"reads\": {\"x\": \"+8(%di)\"}}",
        "{\"event\": \"a\", \"at\": \"entry kvm:f\", \"read\": {}}",
        "{\"at\": \"entry kvm:f\"}"
      })
  void shouldRefuseWhatIsNoProbe(String row) throws IOException {
    Path file = folder.resolve("9.9.json");
    Files.writeString(file, "{\"kernel\": \"9.9\", \"module\": \"M\", \"probes\": [" + row + "]}");
    assertThatThrownBy(() -> ProbeTable.of(folder, "9.9.1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("probes[0]");
  }

  @Test
  void shouldTakeOffsetsFromTheKernelsTypes() {
    ProbeTable table = ProbeTable.of(FOLDER, "7.3.4");
    assertThat(new ProbeDefinitions(table, new SomeLayouts(0), true).kprobes())
        .contains(
            "p:mmucheck/stale kvm:is_page_fault_stale fseq=+16(%si):u32"
                + " seq=+6792(+0(%di)):u64 cnt=+6800(+0(%di)):s64",
            "r64:mmucheck/gup_ret kvm:hva_to_pfn pfn=$retval:x64",
            "p:mmucheck/wlock_try _raw_write_lock lock=%di:x64");
    assertThat(new ProbeDefinitions(table, new SomeLayouts(0), false).kprobes())
        .contains("r64:mmucheck/gup_ret hva_to_pfn pfn=$retval:x64");
  }

  @Test
  void shouldRefuseKernelWhoseLockIsElsewhere() {
    ProbeTable table = ProbeTable.of(FOLDER, "7.3.4");
    assertThatThrownBy(() -> new ProbeDefinitions(table, new SomeLayouts(8), true).kprobes())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mmu_lock at 8");
  }

  /** Runs the script's last part on a folder that looks like the tracer's. */
  @Test
  void shouldRemoveItsOwnProbesOnly() throws Exception {
    Path events = Files.createFile(folder.resolve("kprobe_events"));
    ProbeDefinitions definitions =
        new ProbeDefinitions(ProbeTable.of(FOLDER, "7.3.4"), new SomeLayouts(0), true);
    Files.writeString(
        events, String.join("\n", definitions.kprobes()) + "\np:other/mine do_exit a=%di\n");
    Path script = folder.resolve("probes.sh");
    Files.writeString(script, ProbeScript.of("7.3.4", definitions));
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "remove");
    builder.environment().put("TRACING", folder.toString());
    Process removing = builder.redirectErrorStream(true).start();
    String said = new String(removing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(removing.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).isEmpty();
    List<String> gone =
        Files.readAllLines(events).stream().filter(line -> line.startsWith("-:")).toList();
    assertThat(gone)
        .hasSize(definitions.kprobes().size())
        .contains("-:mmucheck/stale", "-:mmucheck/gup_ret")
        .noneMatch(line -> line.contains("other"));
  }

  @Test
  void shouldAddMissedProbesToWhatIsSaved() {
    ProbeTable table = ProbeTable.of(FOLDER, "7.3.4");
    String saved =
        ProbeScript.saved(
            "7.3.4", "# tracer: nop\n", "  gup 12 0\n  stale 5 2\n  other 1 1\n", table);
    assertThat(saved)
        .isEqualTo(
            "# mmucheck kernel 7.3.4\n# tracer: nop\n# mmucheck missed stale 2\n# mmucheck end\n");
  }
}
