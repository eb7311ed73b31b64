package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  @Test
  void shouldNotGoOnWithOtherCodeOrSpec() throws Exception {
    Path saved = Files.createDirectories(folder.resolve("saved"));
    run.killWhenThere(saved, "walks", conform(saved));
    byte[] walks = Files.readAllBytes(saved.resolve("walks"));

    Path code = Files.createDirectories(folder.resolve("code"));
    Files.writeString(code.resolve("Adapter.class"), "other code");
    Path spec = folder.resolve("spec");
    Path module = Path.of("NotifierFault", "NotifierFault.tla");
    copy(Path.of("../../spec"), spec);
    Files.writeString(
        spec.resolve(module), Files.readString(spec.resolve(module)) + "\n\\* changed\n");
    for (List<String> other :
        List.of(
            List.of("--classpath", code.toString()),
            List.of("--spec", spec.toString()),
            List.of("NotifierFault_precheck_OneFrame"))) {
      List<String> args = conform(saved, "--resume");
      if (other.size() == 1) {
        args.remove(MODEL);
      }
      args.addAll(other);
      KilledRun.Said refused = KilledRun.whole(folder, args);
      assertThat(refused.exitCode()).as("%s", other).isEqualTo(3);
      assertThat(refused.err() + refused.out())
          .contains("holds a saved run of another model, or of this one as it was then");
      assertThat(saved.resolve("walks")).hasBinaryContent(walks);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
