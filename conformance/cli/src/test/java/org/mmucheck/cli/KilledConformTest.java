package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved {@code conform} that is killed, twice, and comes to its end. */
@Tag("slow")
class KilledConformTest {
  private static final String MODEL = "NotifierFault_V6_ReachRetryBySeq";

  @TempDir private Path folder;
  private final KilledRun run = new KilledRun();

  @AfterEach
  void end() {
    run.close();
  }

  private List<String> conform(Path saved, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "conform",
                MODEL,
                "--checkpoint",
                saved.toString(),
                "--checkpoint-every",
                "20ms",
                "--json"));
    args.addAll(List.of(more));
    return args;
  }

  private static String counts(String json) {
    return json.replaceAll("\"seconds\" : [0-9.]+", "").replaceAll("\"tlcSeconds\" : [0-9.]+", "");
  }

  @Test
  void shouldTakeWhatIsLeftAfterEachKill() throws Exception {
    Path saved = Files.createDirectories(folder.resolve("saved"));
    run.killWhenThere(saved, "walks", conform(saved));
    run.killWhenThere(saved, "walks", conform(saved, "--resume"));

    KilledRun.Said again = KilledRun.whole(folder, conform(saved));
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("holds a saved run; --resume goes on with it");

    KilledRun.Said whole = KilledRun.whole(folder, List.of("conform", MODEL, "--json"));
    KilledRun.Said last = KilledRun.whole(folder, conform(saved, "--resume"));
    assertThat(last.exitCode()).isZero();
    assertThat(last.err()).contains("goes on with ");
    assertThat(counts(last.out())).isEqualTo(counts(whole.out()));
    assertThat(saved.resolve("walks")).doesNotExist();
  }
}
