package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.tlc.Memory;

/** A spec that needs more memory than there is, and goes on taking it. */
@Tag("slow")
class OutOfMemoryTest {
  @TempDir private Path folder;

  /** With less memory a thread dies of it; with more, Java looks for some and hardly goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xmx100m", "-Xmx150m"})
  void shouldSayWhichModelAndWhatToDo(String heap) throws Exception {
    Path spec = Files.createDirectories(folder.resolve("spec"));
    Files.writeString(
        spec.resolve("Sets.tla"),
        """
        ---- MODULE Sets ----
        EXTENDS Naturals
        VARIABLE set
        Init == set = {}
        Next == \\E some \\in SUBSET (1..40) : set' = some
        Spec == Init /\\ [][Next]_set
        TypeOK == TRUE
        ====
        """);
    Files.writeString(
        spec.resolve("models.json"),
        "{\"models\": [{\"id\": \"all\", \"says\": \"Too many.\", \"holds\": [\"TypeOK\"]}]}");
    KilledRun.Said said =
        KilledRun.whole(
            folder,
            List.of("-XX:+UseParallelGC", heap, "-Dmmucheck.memory.patience=3"),
            List.of("check", "--spec", spec + "", "--json"));
    assertThat(said.exitCode()).as(said.err()).isEqualTo(Memory.EXHAUSTED);
    assertThat(said.err())
        .contains("ran out of memory", "Sets_all", " MB for the heap", "MMUCHECK_JAVA_ARGS=-Xmx1g")
        .doesNotContain("Exception");
    assertThat(said.out()).startsWith("{").endsWith("}\n").contains("153");
  }
}
