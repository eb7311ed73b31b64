package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces that another tool wrote, or that lack what ours have. */
class ExplainAnyTraceTest {
  private static final Path DIR = Path.of("../engine/src/test/resources/foreign");

  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldTellForeignTraceByWhatChanges() throws IOException {
    assertThat(
            explain(
                """
                {"vars": ["n", "rest"], "states": [
                  {"n": {"#bigint": "0"}, "rest": {"#unserializable": "Nat"}},
                  {"n": {"#bigint": "36893488147419103232"}, "rest": {"#unserializable": "Nat"}},
                  {"n": {"#bigint": "1"}, "rest": {"#unserializable": "Int"}}
                ]}
                """))
        .isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            2 steps

            Initially n = 0, rest = Nat

            1 n 0 -> 36893488147419103232
            2 n 36893488147419103232 -> 1, rest Nat -> Int
            """);
  }

  @Test
  void shouldTellWhatTlcHasPrinted() {
    assertThat(cli.run("explain", "src/test/resources/tlc-terminal.txt")).isZero();
    assertThat(cli.out())
        .startsWith("2 steps, said to break Fair\n")
        .contains("Take(p1)  fork[p1] 0 -> 1")
        .contains("Pass  turn left -> right");
  }

  @Test
  void shouldTellForeignTraceAsMarkdown() throws IOException {
    assertThat(explain(door("", "ann", "bob"), "--format", "md")).isZero();
    assertThat(cli.out())
        .contains("Initially `knocked = {}`, `inside = {}`")
        .contains("| 1 | Enter(ann)<br>`inside +ann` |  |");
  }

  @Test
  void shouldNotClaimWhatTheStatesDoNotShow() throws IOException {
    assertThat(explain(door(named("OneInside"), "ann"), "--spec", folder())).isZero();
    assertThat(cli.out())
        .startsWith("Door_open: 1 step that does not break OneInside")
        .doesNotContain("Two are inside.");

    assertThat(explain(door(named("OneInside"), "ann", "bob"), "--spec", folder())).isZero();
    assertThat(cli.out())
        .startsWith("Door_open: OneInside is broken after 2 steps")
        .contains("Two are inside.");
  }

  @Test
  void shouldSayThatOnlyTheFileSaysWhatNobodyCanEvaluate() throws IOException {
    assertThat(explain(door(named("NoSuchProperty"), "ann"), "--spec", folder())).isZero();
    assertThat(cli.out()).startsWith("Door_open: 1 step, said to break NoSuchProperty");

    assertThat(explain(door(named("deadlock"), "ann"), "--spec", folder())).isZero();
    assertThat(cli.out()).startsWith("Door_open: 1 step to a state that is no deadlock");
  }

  @Test
  void shouldHaveHeadlineWithoutProperty() throws IOException {
    assertThat(explain(door(named(""), "ann"), "--spec", folder())).isZero();
    assertThat(cli.out()).startsWith("Door_open: 1 step\n").doesNotContain("break");
  }

  @Test
  void shouldRefuseModuleThatIsNotTheModels() throws IOException {
    String other = door(named("OneInside").replace("\"module\": \"Door\"", "\"module\": \"Gate\""));

    assertThat(explain(other, "--spec", folder())).isEqualTo(3);
    assertThat(cli.err())
        .contains("trace.itf.json: #meta.module: is Gate, but Door_open is a model of Door");
  }

  @Test
  void shouldTellTraceThatTheAdapterCannotCaption() throws IOException {
    assertThat(
            explain(
                """
                {"#meta": {"module": "TdpRoot"}, "vars": ["refcount"], "states": [
                  {"refcount": 1}, {"#meta": {"action": "NoSuchAction"}, "refcount": 2}]}
                """))
        .isZero();
    assertThat(cli.out()).contains("1 NoSuchAction  refcount 1 -> 2");
  }

  @Test
  void shouldRefuseTraceOfOtherModuleThanThatOfTheModel() throws IOException {
    String gate = door(named("OneInside"), "ann").replace("Door", "Gate");
    assertThat(explain(gate, "--as", "Door_open", "--spec", folder())).isEqualTo(3);
    assertThat(cli.err())
        .contains("trace.itf.json: #meta.module: is Gate, but Door_open is a model of Door");
  }

  private int explain(String trace, String... options) throws IOException {
    Path file = Files.writeString(home.resolve("trace.itf.json"), trace);
    String[] args = new String[options.length + 2];
    args[0] = "explain";
    args[1] = file.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    return cli.run(args);
  }

  private static String named(String property) {
    return """
    "#meta": {"model": "Door_open", "module": "Door", "property": "%s",
              "description": "Two are inside."},\
    """
        .formatted(property);
  }

  private static String door(String meta, String... steps) {
    StringBuilder states =
        new StringBuilder("{\"knocked\": {\"#set\": []}, \"inside\": {\"#set\": []}}");
    StringBuilder inside = new StringBuilder();
    for (String step : steps) {
      inside.append(inside.isEmpty() ? "" : ", ").append('"').append(step).append('"');
      states
          .append(", {\"#meta\": {\"action\": \"Enter\", \"args\": {\"p\": \"")
          .append(step)
          .append("\"}}, \"knocked\": {\"#set\": []}, \"inside\": {\"#set\": [")
          .append(inside)
          .append("]}}");
    }
    return "{%s \"vars\": [\"knocked\", \"inside\"], \"states\": [%s]}".formatted(meta, states);
  }

  private String folder() throws IOException {
    Path folder = Files.createDirectories(home.resolve("theirs"));
    Files.writeString(folder.resolve("Door.tla"), Files.readString(DIR.resolve("Door.tla")));
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"models": [
          {"id": "open", "says": "One at a time.", "holds": ["OneInside"],
           "with": {"Persons": ["ann", "bob"], "KnockFirst": true, "Polite": true}}
        ]}
        """);
    return folder.toString();
  }
}
