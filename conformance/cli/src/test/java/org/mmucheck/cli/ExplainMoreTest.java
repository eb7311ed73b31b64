package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code explain} leaves out, reads from elsewhere, and puts side by side. */
class ExplainMoreTest {
  private static final String DUMPED =
      """
      ---- MODULE trace ----
      LOCAL INSTANCE TLC

      CounterExample ==
      \t[ action |->
          { << <<1, [inside |-> {}, knocked |-> {}]>>,
               [name |-> "Enter", location |-> [beginLine |-> 9, module |-> "Door"],
                context |-> [p |-> ann], parameters |-> <<"p">>],
               <<2, [inside |-> {ann}, knocked |-> {}]>> >>,
            << <<2, [inside |-> {ann}, knocked |-> {}]>>,
               [name |-> "Enter", location |-> [beginLine |-> 9, module |-> "Door"],
                context |-> [p |-> bob], parameters |-> <<"p">>],
               <<3, [inside |-> {ann, bob}, knocked |-> {}]>> >> },
        state |->
          { <<1, [inside |-> {}, knocked |-> {}]>>,
            <<2, [inside |-> {ann}, knocked |-> {}]>>,
            <<3, [inside |-> {ann, bob}, knocked |-> {}]>> } ]

      ====
      """;

  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldLeaveOutStepsWithoutWhichThePropertyIsBrokenAsWell() throws IOException {
    assertThat(explain(Doors.LONG_WAY, "--spec", Doors.folder(home))).isZero();
    assertThat(cli.out())
        .contains("OneInside is broken after 5 steps", "1 Enter(ann)", "... 2-4 left out")
        .contains("5 ", "Enter(bob)")
        .doesNotContain("Leave", "Knock");
    assertThat(cli.out().replaceAll("\\s+", " "))
        .contains(
            "Steps 2-4 are left out: the others alone are a behaviour of Door_free_OneInside that"
                + " breaks OneInside (--all shows them).");
  }

  @Test
  void shouldLeaveOutNothingOnRequest() throws IOException {
    assertThat(explain(Doors.LONG_WAY, "--spec", Doors.folder(home), "--all")).isZero();
    assertThat(cli.out()).contains("Leave(ann)", "Knock(bob)").doesNotContain("left out");
  }

  @Test
  void shouldLeaveOutNoStepOfWhatIsNoBehaviour() throws IOException {
    String other =
        Doors.LONG_WAY.replace("\"model\": \"Door_free_OneInside\"", "\"model\": \"Door_open\"");
    assertThat(explain(other, "--spec", Doors.folder(home))).isZero();
    assertThat(cli.out()).contains("Leave(ann)", "Knock(bob)").doesNotContain("left out");
  }

  @Test
  void shouldSayThatTraceIsNoBehaviourOfItsModel() throws IOException {
    String other =
        Doors.LONG_WAY.replace("\"model\": \"Door_free_OneInside\"", "\"model\": \"Door_open\"");
    explain(other, "--spec", Doors.folder(home));
    assertThat(cli.err()).contains("is no behaviour of Door_open, which refuses Enter(ann)");
    String changed = Doors.LONG_WAY.replace("[\"ann\", \"bob\"]", "[\"bob\"]");
    explain(changed, "--spec", Doors.folder(home));
    assertThat(cli.err())
        .contains("Door_free_OneInside, which after step 4 takes Enter(bob) to another state");
    explain(Doors.LONG_WAY, "--spec", Doors.folder(home));
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void shouldSayWhatIsLeftOutInEveryFormat() throws IOException {
    for (String format : new String[] {"md", "mermaid", "plantuml", "svg", "html"}) {
      assertThat(explain(Doors.LONG_WAY, "--spec", Doors.folder(home), "--format", format))
          .isZero();
      assertThat(cli.out()).as(format).contains("2-4 left out").doesNotContain("Knock(bob)");
    }
  }

  @Test
  void shouldLeaveOutStepsThatChangeNothingWhereThereIsNoSpec() throws IOException {
    assertThat(
            explain(
                """
                {"vars": ["n"], "states": [{"n": 0}, {"n": 0}, {"n": 1}, {"n": 1}, {"n": 1}]}
                """))
        .isZero();
    assertThat(cli.out())
        .contains("... 1 left out\n2 n 0 -> 1\n  ... 3-4 left out")
        .contains("Steps 1, 3-4 are left out: they change no variable (--all shows them).");
  }

  @Test
  void shouldReadStandardInput() {
    cli.in = DUMPED;
    assertThat(cli.run("explain", "-")).isZero();
    assertThat(cli.out()).startsWith("2 steps\n").contains("1 Enter(ann)");

    cli.in = "";
    assertThat(cli.run("explain", "-")).isEqualTo(3);
    assertThat(cli.err()).startsWith("mmucheck: standard input: is empty");
  }

  @Test
  void shouldReadWhatTlcDumpsAsModule() throws IOException {
    Path file = Files.writeString(home.resolve("trace.tla"), DUMPED);
    assertThat(cli.run("explain", file.toString())).isZero();
    assertThat(cli.out()).contains("inside +ann", "Enter(bob)");

    Files.writeString(
        file, DUMPED.replace("<<3, [inside |-> {ann, bob}, knocked |-> {}]>> }", "}"));
    assertThat(cli.run("explain", file.toString())).isEqualTo(3);
    assertThat(cli.err()).contains("trace.tla: ", "CounterExample");
  }

  @Test
  void shouldTellTraceOfAnotherToolAsOneOfTheModel() throws IOException {
    Path file = Files.writeString(home.resolve("trace.tla"), DUMPED);
    assertThat(
            cli.run("explain", file.toString(), "--as", "Door_free", "--spec", Doors.folder(home)))
        .isZero();
    assertThat(cli.out()).startsWith("Door_free_OneInside: 2 steps\n");
  }

  @Test
  void shouldPrintMarkdownEitherWay() throws IOException {
    assertThat(explain(Doors.LONG_WAY, "--format", "md")).isZero();
    String asFormat = cli.out();
    assertThat(explain(Doors.LONG_WAY, "--markdown")).isZero();
    assertThat(cli.out()).isEqualTo(asFormat).startsWith("**");
  }

  @Test
  void shouldWritePageOfItsOwn() throws IOException {
    assertThat(explain(Doors.LONG_WAY, "--spec", Doors.folder(home), "--format", "html")).isZero();
    assertThat(cli.out())
        .startsWith("<!doctype html>")
        .contains("default-src 'none'", "<details class=\"trace\" open", "Door.tla:8")
        .doesNotContain("<script");
  }

  @Test
  void shouldPutTwoTracesSideBySide() throws IOException {
    String folder = Doors.folder(home);
    Path a = Files.writeString(home.resolve("a.itf.json"), Doors.LONG_WAY);
    Path b =
        Files.writeString(
            home.resolve("b.itf.json"),
            Doors.LONG_WAY
                .replace("\"Leave\"", "\"Knock\"")
                .replace("Door_free_OneInside", "Door_open"));
    assertThat(cli.run("explain", a.toString(), b.toString(), "--spec", folder)).isZero();
    assertThat(cli.out().replaceAll("\\s+", " "))
        .contains("KnockFirst is FALSE in A, TRUE in B.")
        .contains("The design of B refuses Enter(ann): Door.tla:", "p \\in knocked")
        .contains("A and B", "1 ann: Enter(ann) inside +ann")
        .contains("2 ann: Leave(ann) inside -ann 2 ann: Knock(ann)");
    assertThat(cli.out().lines()).allMatch(line -> line.length() <= 72);
  }

  @Test
  void shouldPutDesignWithoutTraceBesideTrace() throws IOException {
    Path a = Files.writeString(home.resolve("a.itf.json"), Doors.LONG_WAY);
    for (String format : new String[] {"text", "md", "html"}) {
      assertThat(
              cli.run(
                  "explain",
                  a.toString(),
                  "Door_open",
                  "--spec",
                  Doors.folder(home),
                  "--format",
                  format))
          .isZero();
      assertThat(cli.out()).as(format).contains("Door_open", "refuses Enter(ann)");
    }
    assertThat(
            cli.run("explain", a.toString(), "Door_open", "--spec", Doors.folder(home), "--json"))
        .isZero();
    JsonNode document = JsonMapper.shared().readTree(cli.out());
    assertThat(document.path("beside").stringValue()).isEqualTo("Door_open");
  }

  private int explain(String trace, String... options) throws IOException {
    Path file = Files.writeString(home.resolve("trace.itf.json"), trace);
    String[] args = new String[options.length + 2];
    args[0] = "explain";
    args[1] = file.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    return cli.run(args);
  }
}
