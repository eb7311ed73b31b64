package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.input.InputException;

/** Runs that end at a limit and are gone on with. */
class SavedRunTest {
  private static final long STATES = 30_000;
  private static final Duration ONLY_AT_THE_END = Duration.ofDays(1);
  private static final String MANY = "CONSTANT N = 30000\nCHECK_DEADLOCK FALSE\n";

  @TempDir private Path folder;

  /** So many initial states that TLC keeps most of its queue in files. */
  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Wide.tla"),
        """
        ---- MODULE Wide ----
        EXTENDS Naturals, TLC
        CONSTANT N
        VARIABLES x, y, word, set
        vars == <<x, y, word, set>>
        Init == x \\in 0..N /\\ y = 0 /\\ word = "a" /\\ set = {}
        Step == y < 3 /\\ y' = y + 1 /\\ set' = set \\cup {y} /\\ UNCHANGED <<x, word>>
        Turn == word' = (IF word = "a" THEN "b" ELSE "a") /\\ UNCHANGED <<x, y, set>>
        Next == Step \\/ Turn
        Spec == Init /\\ [][Next]_vars
        Small == y < 4 /\\ set \\subseteq 0..2
        NotThere == ~(x = N - 7 /\\ y = 3 /\\ word = "b")
        Onward == [][y' >= y]_vars
        Ends == <>(y = 3)
        ====
        """);
  }

  private Model model(String checked) {
    return Model.of("Wide", new Source(folder, "Wide", "SPECIFICATION Spec\n" + MANY + checked))
        .build();
  }

  private Path saved() {
    return folder.resolve("saved");
  }

  private CheckResult run(Model model, int workers, long states, boolean resume)
      throws InterruptedException {
    CheckOptions options =
        new CheckOptions(workers, null, (any, progress) -> {}, null)
            .within(Limits.of(null, states))
            .saved(new Saving(saved(), resume, ONLY_AT_THE_END));
    return Checker.verdict(model, options);
  }

  private static CheckResult whole(Model model, int workers) throws InterruptedException {
    return Checker.verdict(model, new CheckOptions(workers, null, (any, progress) -> {}, null));
  }

  private void begin(Model model) throws InterruptedException {
    assertThat(run(model, 1, STATES, false).failure()).isInstanceOf(UnfinishedException.class);
    assertThat(SavedRun.at(saved())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldComeToTheSameCountsAsOneRun(int workers) throws Exception {
    Model model = model("INVARIANT Small\nPROPERTY Onward\n");
    int ended = 0;
    long limit = STATES;
    CheckResult last = run(model, workers, limit, false);
    while (last.failure() instanceof UnfinishedException unfinished) {
      ended++;
      assertThat(SavedRun.at(saved()).orElseThrow().distinct()).isGreaterThan(limit);
      limit = unfinished.progress().distinctStates() + STATES;
      last = run(model, 3 - workers, limit, true); // as many as had begun it, whatever is asked for
    }
    assertThat(ended).isGreaterThan(1);
    TlcResult actual = Objects.requireNonNull(last.actual());
    TlcResult once = Objects.requireNonNull(whole(model, workers).actual());
    assertThat(actual.distinctStates()).isEqualTo(once.distinctStates()).isEqualTo(240_008);
    assertThat(actual.generatedStates()).isEqualTo(once.generatedStates());
    assertThat(actual.depth()).isEqualTo(once.depth());
    assertThat(SavedRun.at(saved())).as("a verdict leaves nothing to go on with").isEmpty();
    assertThat(files()).containsExactly("lock");
  }

  private List<String> files() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(saved())) {
      List<String> names = new java.util.ArrayList<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  @Test
  void shouldFindWhatBreaksInTheRest() throws Exception {
    Model model = model("INVARIANT NotThere\n");
    begin(model);
    CheckResult rest = run(model, 1, Long.MAX_VALUE, true);
    CheckResult once = whole(model, 1);
    assertThat(Objects.requireNonNull(rest.actual()).property()).isEqualTo("NotThere");
    assertThat(rest.actual().distinctStates())
        .isEqualTo(Objects.requireNonNull(once.actual()).distinctStates());
    assertThat(Objects.requireNonNull(rest.counterexample()).steps())
        .isEqualTo(Objects.requireNonNull(once.counterexample()).steps())
        .hasSize(5);
  }

  @Test
  void shouldNotGoOnWithWhatIsOfAnotherConfiguration() throws Exception {
    begin(model("INVARIANT Small\n"));
    assertThatThrownBy(() -> run(model("INVARIANT NotThere\n"), 1, STATES, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the modules, the configuration or TLC have changed");
    Path module = folder.resolve("Wide.tla");
    Files.writeString(module, Files.readString(module).replace("y < 4", "y < 3"));
    assertThatThrownBy(() -> run(model("INVARIANT Small\n"), 1, STATES, true))
        .hasMessageContaining("have changed");
  }

  @Test
  void shouldNotOverwriteARunUnasked() throws Exception {
    begin(model("INVARIANT Small\n"));
    assertThatThrownBy(() -> run(model("INVARIANT Small\n"), 1, STATES, false))
        .hasMessageContaining("--resume goes on with it");
  }

  @Test
  void shouldNotShareAFolder() throws Exception {
    Model model = model("INVARIANT Small\n");
    Saving saving = new Saving(saved(), true, ONLY_AT_THE_END);
    try (SavedRun other = SavedRun.open(saving, model)) {
      assertThat(other.last()).isEmpty();
      assertThatThrownBy(() -> run(model, 1, STATES, true))
          .hasMessageContaining("another run is being saved there");
    }
  }

  @ParameterizedTest
  @CsvSource({"Wide-0.chkpt, 0", "Wide-0.chkpt, 8", "Wide-0.st, 999", "queue.chkpt, 9"})
  void shouldNotGoOnWithWhatIsDamaged(String name, int length) throws Exception {
    Model model = model("INVARIANT Small\n");
    begin(model);
    damage(name, length);
    CheckResult result = run(model, 1, Long.MAX_VALUE, true);
    assertThat(result.actual()).isNull();
    assertThat(result.failure()).isNotInstanceOf(UnfinishedException.class);
    assertThat(SavedRun.at(saved())).as("who mends it can go on").isPresent();
  }

  /** TLC itself would take it, and not explore what it then believes to have seen. */
  @Test
  void shouldNotGoOnWithOtherStatesThanWereSaved() throws Exception {
    Model model = model("INVARIANT Small\n");
    begin(model);
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(saved(), "saved-*")) {
      Path position = runs.iterator().next().resolve("Wide-0.chkpt");
      Files.write(position, new byte[Long.BYTES * 2]);
    }
    CheckResult result = run(model, 1, Long.MAX_VALUE, true);
    assertThat(Objects.requireNonNull(result.failure()))
        .hasMessageContaining("the saved run is damaged")
        .hasMessageContaining("TLC found 0 and");
  }

  private void damage(String name, int length) throws IOException {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(saved(), "saved-*")) {
      Path file = runs.iterator().next().resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      assertThat(bytes).hasSizeGreaterThan(length);
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
    }
  }

  @Test
  void shouldRefuseADamagedName() throws Exception {
    Model model = model("INVARIANT Small\n");
    begin(model);
    Files.writeString(saved().resolve("current"), "workers=many\n");
    assertThatThrownBy(() -> run(model, 1, STATES, true)).isInstanceOf(InputException.class);
  }

  @Test
  void shouldRefuseAPropertyThatNeedsTheWholeGraph() throws Exception {
    refuses(model("PROPERTY Ends\n"), "it checks a temporal property");
  }

  @Test
  void shouldRefuseValuesThatNoCheckpointHolds() throws Exception {
    Path module = folder.resolve("Wide.tla");
    String text = Files.readString(module);
    Files.writeString(module, text.replace("Step == y", "Step == TLCSet(1, x) /\\ y"));
    refuses(model("INVARIANT Small\n"), "TLCSet has values");
  }

  private void refuses(Model model, String why) throws InterruptedException {
    CheckResult result = run(model, 1, STATES, false);
    assertThat(Objects.requireNonNull(result.failure()))
        .hasMessageContaining("cannot be saved to go on with: " + why);
  }
}
