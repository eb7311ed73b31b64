package org.mmucheck.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;

/** One behaviour as each tool writes it. */
class AnyTraceTest {
  private static final String MODULE =
      """
      ---- MODULE Desk ----
      EXTENDS Integers, Sequences
      CONSTANT Clerks
      VARIABLES on, log, count, kept
      vars == <<on, log, count, kept>>
      Init == on = {} /\\ log = <<>> /\\ count = [c \\in Clerks |-> 0] /\\ kept = [open |-> FALSE]
      Come(c) == /\\ c \\notin on /\\ on' = on \\cup {c} /\\ log' = Append(log, c)
                 /\\ UNCHANGED <<count, kept>>
      Stamp(c, n) == /\\ c \\in on /\\ count[c] < 3 /\\ count' = [count EXCEPT ![c] = @ + n]
                     /\\ UNCHANGED <<on, log, kept>>
      Open == ~kept.open /\\ kept' = [open |-> TRUE] /\\ UNCHANGED <<on, log, count>>
      Unlock == ~kept.open /\\ kept' = [open |-> TRUE] /\\ UNCHANGED <<on, log, count>>
      Go(c) == c \\in on /\\ on' = on \\ {c} /\\ log' = <<>> /\\ UNCHANGED <<count, kept>>
      Next == \\/ \\E c \\in Clerks : Come(c) \\/ Go(c)
              \\/ \\E c \\in Clerks, n \\in 1..2 : Stamp(c, n)
              \\/ Open \\/ Unlock
      Spec == Init /\\ [][Next]_vars
      ====
      """;

  @TempDir private Path folder;
  private Model model;

  @BeforeEach
  void writeSpec() throws IOException {
    Files.writeString(folder.resolve("Desk.tla"), MODULE);
    model =
        Model.of(
                "Desk_day",
                new Source(folder, "Desk", "SPECIFICATION Spec\nCONSTANT Clerks = {ann, bob}\n"))
            .build();
  }

  @Test
  void shouldFindActionsOfTraceWithoutLabels() {
    Trace trace =
        read(
            """
            {"#meta": {"description": "Created by Apalache"},
             "params": ["Clerks"], "vars": ["count", "kept", "log", "on", "__InLoop"], "states": [
              {"Clerks": {"#set": ["ann", "bob"]}, "__InLoop": false, "on": {"#set": []},
               "log": {"#tup": []}, "count": {"#map": [["bob", 0], ["ann", 0]]},
               "kept": {"open": false}},
              {"__InLoop": false, "on": {"#set": ["ann"]}, "log": ["ann"],
               "count": {"#map": [["bob", 0], ["ann", 0]]}, "kept": {"#map": [["open", false]]}},
              {"__InLoop": true, "on": {"#set": ["ann"]}, "log": {"#map": [[1, "ann"]]},
               "count": {"#map": [["bob", 0], ["ann", {"#bigint": "2"}]]},
               "kept": {"open": false}}]}
            """);
    assertThat(trace.vars()).containsExactly("on", "log", "count", "kept");
    assertThat(trace.steps())
        .extracting(step -> String.valueOf(step.action()))
        .containsExactly("null", "Come(ann)", "Stamp(ann, 2)");
    assertThat(trace.steps().getLast().state().value("log")).hasToString("<<ann>>");
    assertThat(trace.meta().description()).as("who wrote it is no story").isEmpty();
  }

  @Test
  void shouldTakeQuintsLabels() {
    String open =
        "\"on\": {\"#set\": []}, \"log\": [], \"count\": {\"#map\": [[\"ann\", 0],"
            + " [\"bob\", 0]]}";
    String trace =
        """
        {"vars": ["on", "log", "count", "kept", "mbt::actionTaken", "mbt::nondetPicks"],
         "states": [
          {%s, "kept": {"open": false}, "mbt::actionTaken": "init", "mbt::nondetPicks":
            {"c": {"tag": "None", "value": {"#tup": []}}}},
          {%s, "kept": {"open": true}, "mbt::actionTaken": "%s", "mbt::nondetPicks":
            {"c": {"tag": "None", "value": {"#tup": []}}}}]}
        """;
    assertThat(read(trace.formatted(open, open, "Unlock")).steps().getLast().action())
        .hasToString("Unlock");
    assertThat(AnyTrace.of("t", trace.formatted(open, open, "Open")).forReaders().vars())
        .containsExactly("on", "log", "count", "kept");
    refused(
        trace.formatted(open, open, "Go"), "states[1]: Go is not enabled in the state before in");
    refused(
        trace.formatted(open, open, "step"),
        "states[1]: Open, Unlock lead here from the state before; name the one that is meant");
  }

  @Test
  void shouldReadTlcsJsonByTheSpec() {
    Trace trace = read(JSON);
    assertThat(trace.steps())
        .extracting(step -> String.valueOf(step.action()))
        .containsExactly("null", "Come(ann)", "Go(ann)");
    assertThat(trace.loop()).hasValue(1);
    assertThat(trace.steps().get(1).state().value("on")).hasToString("{ann}");
    assertThat(trace.steps().get(1).state().value("log")).hasToString("<<ann>>");

    refused(JSON.replace("\"ann\":0", "\"ann\":1"), "counterexample.state[0]: is no initial state");
    refused(
        JSON.replace("\"log\":[\"ann\"]", "\"log\":[\"bob\"]"),
        "counterexample.state[1]: Come(ann) leads to another state in Desk_day");
    refused(
        JSON.replace("{\"c\":\"ann\"}", "{\"c\":\"eve\"}"),
        "counterexample.state[1]: Desk_day has no action instance Come(eve)");
  }

  @Test
  void shouldRefuseStateOfTlcsJsonWithOtherVariablesThanTheFirst() {
    String second = "\"on\":[\"ann\"],\"log\":[\"ann\"],";
    refused(
        JSON.replace(second, second + "\"left\":1,"),
        "counterexample.state[1][1]: the first state has no variable left");
    refused(
        JSON.replace(second, "\"on\":[\"ann\"],"),
        "counterexample.state[1][1]: no value for the variable log");
  }

  private static final String JSON =
      """
      {"counterexample":{"state":[
        [1,{"on":[],"log":[],"count":{"ann":0,"bob":0},"kept":{"open":false}}],
        [2,{"on":["ann"],"log":["ann"],"count":{"ann":0,"bob":0},"kept":{"open":false}}]],
       "action":[
        [[1,{}],{"name":"Come","context":{"c":"ann"},"parameters":["c"]},[2,{}]],
        [[2,{}],{"name":"Go","context":{"c":"ann"},"parameters":["c"]},[1,{}]]]},
       "vars":["on","log","count","kept"]}
      """;

  @Test
  void shouldReadWhatTlcPrints() {
    String printed =
        """
        Error: Deadlock reached.
        Error: The behavior up to this point is:
        State 1: <Initial predicate>
        /\\ on = {}
        /\\ log = <<>>
        /\\ count = (ann :> 0 @@ bob :> 0)
        /\\ kept = [open |-> FALSE]

        State 2: <Next line 9, col 3 to line 11, col 20 of module Desk>
        /\\ on = {}
        /\\ log = <<>>
        /\\ count = (ann :> 0 @@ bob :> 0)
        /\\ kept = [open |-> TRUE]
        5 states generated, 3 distinct states found, 1 states left on queue.
        """;
    refused(printed, "state 2: Open, Unlock lead here");

    Trace trace = read(printed.replace("<Next line", "<Open line"));
    assertThat(trace.steps().getLast().action()).hasToString("Open");
    assertThat(trace.meta().property()).isEqualTo("deadlock");
    Trace withTool =
        read(
            printed
                .replace("<Next line", "<Open line")
                .replace("State ", "@!@!@STARTMSG 2217:4 @!@!@\n")
                .replaceAll("(?m)^$", "@!@!@ENDMSG 2217 @!@!@"));
    assertThat(withTool.steps()).isEqualTo(trace.steps());
  }

  private static final String PRINTED =
      """
      Error: Temporal properties were violated.
      Error: The following behavior constitutes a counter-example:
      State 1: <Initial predicate>
      /\\ on = {}
      /\\ log = <<>>
      /\\ count = (ann :> 0 @@ bob :> 0)
      /\\ kept = [open |-> FALSE]

      State 2: <Come line 4, col 3 to line 5, col 20 of module Desk>
      /\\ on = {ann}
      /\\ log = <<ann>>
      /\\ count = (ann :> 0 @@ bob :> 0)
      /\\ kept = [open |-> FALSE]

      Back to state 1: <Go line 9, col 3 to line 9, col 20 of module Desk>
      """;

  @Test
  void shouldReadLassoThatIsTheEndOfTheFile() {
    Trace trace = read(PRINTED);
    assertThat(trace.loop()).hasValue(1);
    assertThat(trace.steps())
        .extracting(step -> String.valueOf(step.action()))
        .containsExactly("null", "Come(ann)", "Go(ann)");
    assertThat(AnyTrace.of("t", PRINTED).forReaders().loop()).hasValue(1);
  }

  @Test
  void shouldReadDifferencesThatTlcPrints() {
    String second = PRINTED.substring(PRINTED.indexOf("State 2"));
    String differences = second.replaceAll("(?m)^/\\\\ (count|kept) = .*\\R", "");
    assertThat(differences).isNotEqualTo(second);

    assertThat(read(PRINTED.replace(second, differences))).isEqualTo(read(PRINTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          State 2:                       | State 3:          | state 3 stands where state 2 is due
          Back to state 1:               | Back to state 9:  | there is no state 9 to go back to
          Back to state 1:               | Back to state 0:  | there is no state 0 to go back to
          Back to state 1:               | Back to state 12345678901: | there is no state 12345678901
          Back to state 1:               | State 4: Stuttering | state 4 stands where state 3 is due
          Back to state 1:               | Gone: <x>         | TLC ends a lasso with Back to state or
          /\\ log = <<ann>>              | ''                | values stand apart from state 2
          /\\ log = <<ann>>              | (so)              | state 2 has no value for log
          /\\ log = <<ann>>              | /\\ on = {ann}     | state 2 has two values for on
          /\\ log = <<ann>>              | /\\ lo = <<ann>>   | state 2 has a variable lo, which
          """)
  void shouldRefuseWhatTlcDoesNotPrint(String printed, String changed, String reason) {
    String text = PRINTED.replace(printed, changed);
    String message = "has an error trace cut short or changed: " + reason;
    refused(text, message);
    assertThatThrownBy(() -> AnyTrace.of("t", text).forReaders())
        .hasMessageStartingWith("t: " + message);
  }

  @Test
  void shouldReadInitialStateThatTlcPrints() {
    Trace trace =
        read(
            """
            Error: Invariant Empty is violated by the initial state:
            /\\ on = {}
            /\\ log = <<>>
            /\\ count = (ann :> 0 @@ bob :> 0)
            /\\ kept = [open |-> FALSE]

            Finished in 00s
            """);
    assertThat(trace.steps()).hasSize(1);
    assertThat(trace.meta().property()).isEqualTo("Empty");
  }

  @Test
  void shouldRefuseTraceOfOtherVariables() {
    refused("{\"vars\": [\"on\"], \"states\": [{\"on\": 1}]}", "vars: variable 'log' of Desk_day");
    refused("{\"vars\": [\"x\"], \"states\": [{\"x\": 1}]}", "vars: Desk_day has no variable 'x'");
  }

  @Test
  void shouldTellValuesOfTlcsJsonAsTheyStandWithoutSpec() {
    Trace trace = AnyTrace.of("t", JSON).forReaders();
    assertThat(trace.steps()).hasSize(3);
    assertThat(trace.steps().get(1).action()).hasToString("Come(ann)");
    assertThat(trace.steps().get(2).action()).hasToString("Go(ann)");
    assertThat(trace.steps().get(1).state().value("on")).hasToString("<<ann>>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "what is this", "<xml/>"})
  void shouldSayWhatATraceIs(String text) {
    assertThatThrownBy(() -> AnyTrace.of("t", text))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("t: is (empty|no trace; a trace is ITF .*)");
  }

  @Test
  void shouldSayThatTlcFoundNoError() {
    assertThatThrownBy(
            () -> AnyTrace.of("t", "TLC2 Version 2.18\nModel checking completed. No error.\n"))
        .hasMessage("t: TLC prints no error trace here");
  }

  private void refused(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t: " + reason);
  }

  private Trace read(String text) {
    try (TlcSpec spec = Specs.open(model)) {
      return AnyTrace.of("t", text).of(spec, model.name());
    }
  }
}
