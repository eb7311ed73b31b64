package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;

/** Runs that TLC calls a success although they have shown nothing. */
class EmptyVerdictTest {
  private static final String CHECKED = "INVARIANT Small\nCHECK_DEADLOCK FALSE\n";

  @TempDir private Path folder;

  private Model model(String init, String next, String config) throws IOException {
    Path module = folder.resolve("Count.tla");
    Files.writeString(
        module,
        """
        ---- MODULE Count ----
        EXTENDS Naturals, TLC
        VARIABLE n
        Init == %s
        Next == %s
        Small == n < 9
        ====
        """
            .formatted(init, next));
    Path file = folder.resolve("Count.cfg");
    Files.writeString(file, "INIT Init\nNEXT Next\n" + config);
    return Model.of("Count", Source.read(module, file)).build();
  }

  private static CheckResult verdict(Model model) throws InterruptedException {
    return Checker.verdict(model, CheckOptions.quiet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n = 0 /\\ n = 1 | n' = (n + 1) % 5 | has no initial state, so nothing was checked",
        "n \\in {} | n' = (n + 1) % 5 | has no initial state, so nothing was checked",
        "n = 0 | FALSE /\\ n' = n | takes no step from its initial states",
        "n \\in 1..3 | n > 3 /\\ n' = n | takes no step from its initial states",
      })
  void shouldNotPassWhatHasNoBehaviour(String init, String next, String why) throws Exception {
    Model model = model(init, next, CHECKED);

    CheckResult asked = verdict(model);
    assertThat(asked.asExpected()).isFalse();
    assertThat(asked.differences()).singleElement().asString().contains(why);

    CheckResult listed = Checker.check(List.of(model), CheckOptions.quiet()).getFirst();
    assertThat(listed.exitCode()).isEqualTo(21);
    assertThat(listed.differences()).singleElement().asString().contains(why);
  }

  @Test
  void shouldNotPassWhatListsNothingToCheck() throws Exception {
    CheckResult result = verdict(model("n = 0", "n' = (n + 1) % 5", "CHECK_DEADLOCK FALSE\n"));
    assertThat(result.exitCode()).isEqualTo(21);
    assertThat(result.differences())
        .containsExactly(
            "Count lists nothing to check: neither an invariant nor a property, nor is a deadlock"
                + " an error");
  }

  @Test
  void shouldNotPassARunThatWasToldToStop() throws Exception {
    String stops = "n' = n + 1 /\\ (n = 3 => TLCSet(\"exit\", TRUE))";
    TlcException failure =
        Objects.requireNonNull(verdict(model("n = 0", stops, CHECKED)).failure());
    assertThat(failure.exitCode()).isEqualTo(24);
    assertThat(failure)
        .hasMessageContaining("TLC was told to stop")
        .hasMessageContaining("left to go on from");
  }

  @Test
  void shouldPassWhatOnlyStutters() throws Exception {
    assertThat(verdict(model("n \\in 1..2", "UNCHANGED n", CHECKED)).asExpected()).isTrue();
  }
}
