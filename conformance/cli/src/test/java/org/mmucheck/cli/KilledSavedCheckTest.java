package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.tlc.SavedRun;

/** A saved {@code check} that is killed, twice, and comes to its end. */
@Tag("slow")
class KilledSavedCheckTest {
  private static final int STATES = 800_000;

  @TempDir private Path folder;
  private final KilledRun run = new KilledRun();

  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Wide.tla"),
        """
        ---- MODULE Wide ----
        EXTENDS Naturals
        VARIABLES x, y
        Init == x \\in 1..20000 /\\ y = 0
        Next == y' = (y + 1) % 40 /\\ x' = x
        Small == y < 40
        ====
        """);
    Files.writeString(folder.resolve("Wide.cfg"), "INIT Init\nNEXT Next\nINVARIANT Small\n");
  }

  @AfterEach
  void end() {
    run.close();
  }

  private Path saved() {
    return folder.resolve("saved");
  }

  private List<String> check() {
    return List.of(
        "check",
        folder.resolve("Wide.tla").toString(),
        "--checkpoint",
        saved().toString(),
        "--checkpoint-every",
        "50ms", // far less than the whole run takes anywhere
        "--resume",
        "--json");
  }

  @Test
  void shouldComeToAllStatesAfterEachKill() throws Exception {
    Files.createDirectories(saved());
    run.killWhenThere(saved(), "current", check());
    long first = SavedRun.at(saved()).orElseThrow().distinct();
    run.killWhenThere(saved(), "current", check());
    assertThat(SavedRun.at(saved()).orElseThrow().distinct()).isGreaterThanOrEqualTo(first);

    CliFixture cli = new CliFixture(folder);
    assertThat(cli.run(check().toArray(String[]::new))).isZero();
    assertThat(cli.err()).contains("goes on with");
    assertThat(cli.out())
        .contains("\"distinctStates\" : " + STATES, "\"depth\" : 40")
        .contains("\"generatedStates\" : " + (STATES + 20_000));
  }
}
