package org.mmucheck.itf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class TlcJsonTracesTest {
  private static final State COUNT = new State(List.of("x"), Value.of(0));

  @TempDir Path folder;

  @Test
  void shouldReadTraceOfNewestTlc() throws IOException {
    Trace trace =
        read(
            """
            {"counterexample": {"action": [
               [[1, {"x": 0}], {"name": "Add", "location": {"beginLine": 7}, "context": {"v": "v0", "n": 3}, "parameters": ["v", "n"]}, [2, {"x": 3}]],
               [[2, {"x": 3}], {"name": "Reset", "location": {"beginLine": 9}}, [3, {"x": 0}]]],
              "state": [[1, {"x": 0}], [2, {"x": 3}], [3, {"x": 0}]]},
             "vars": ["x"]}
            """,
            COUNT);

    assertThat(trace.vars()).containsExactly("x");
    assertThat(trace.loop()).isEmpty();
    assertThat(trace.steps().getFirst()).isEqualTo(new Trace.Step(null, COUNT));
    ActionInstance add = trace.steps().get(1).action();
    assertThat(add).hasToString("Add(v0, 3)");
    assertThat(add.args()).containsOnlyKeys("v", "n");
    assertThat(trace.steps().get(2))
        .isEqualTo(new Trace.Step(new ActionInstance("Reset", Map.of()), COUNT));
  }

  @Test
  void shouldReadLassoOfOlderTlc() throws IOException {
    String states = "\"state\": [[1, {\"x\": 0}], [2, {\"x\": 1}]]";
    String step = "[[1, {\"x\": 0}], {\"name\": \"Inc\"}, [2, {\"x\": 1}]]";
    String back = "[[2, {\"x\": 1}], {\"name\": \"Dec\"}, [1, {\"x\": 0}]]";
    String stutter = "[[2, {\"x\": 1}], {\"name\": \"Stutter\"}, [2, {\"x\": 1}]]";

    assertThat(read("{\"action\": [" + step + "," + back + "]," + states + "}", COUNT).loop())
        .hasValue(0);
    assertThat(read("{\"action\": [" + step + "," + stutter + "]," + states + "}", COUNT).loop())
        .hasValue(1);
  }

  @Test
  void shouldReadTraceOfOneState() throws IOException {
    Trace trace =
        read("{\"counterexample\": {\"action\": [], \"state\": [[1, {\"x\": 5}]]}}", COUNT);
    assertThat(trace.steps()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          set            ~ []                                ~ {}
          set            ~ ["v1", "v0"]                      ~ {v0, v1}
          sequence       ~ []                                ~ <<>>
          sequence       ~ ["v1", "v0"]                      ~ <<v1, v0>>
          number         ~ [true]                            ~ <<TRUE>>
          number         ~ {"a": [1]}                        ~ [a |-> <<1>>]
          record         ~ {"holds": [], "queue": [[]]}      ~ [holds |-> {}, queue |-> <<{}>>]
          function       ~ {"v0": [2], "v1": []}             ~ (v0 :> {2} @@ v1 :> {})
          function       ~ {"v0": [], "v9": [1]}             ~ (v0 :> {} @@ v9 :> {1})
          functionOnInts ~ {"0": "a", "3": "b"}              ~ (0 :> a @@ 3 :> b)
          functionOnPairs~ {"<<\\"v0\\", 1>>": 2}            ~ (<<v0, 1>> :> 2)
          sequence       ~ {"0": "a", "1": "b"}              ~ (0 :> a @@ 1 :> b)
          emptySequence  ~ {"0": "a"}                        ~ (0 :> a)
          emptySequence  ~ {"v0": "a"}                       ~ (v0 :> a)
          setOfSets      ~ [["b", "a"], []]                  ~ {{}, {a, b}}
          """)
  void shouldResolveValueByTheOneAtTheSamePlace(String kind, String json, String expected)
      throws IOException {
    assertThat(read(oneState(json), new State(List.of("x"), example(kind))).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state().value("x")).hasToString(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ` `                                               | is empty
          7                                                 | state: expected a list; is this a trace from TLC's -dumpTrace json?
          [                                                 | line 1, column 2: not valid JSON
          {"state": []} {}                                  | not valid JSON
          {"state": [], "action": []}                       | state: is empty
          {"state": [[2, {"x": 1}]], "action": []}          | state[0][0]: expected the number of a state, from 1 to 1
          {"state": [[1, {"x": 1}], [1, {"x": 1}]], "action": []} | state[1][0]: expected 2
          {"state": [7], "action": []}                      | state[0][0]: expected the number of a state
          {"state": [[1, []]], "action": []}                | state[0][1]: expected a state, that is an object
          {"state": [[1, {}]], "action": []}                | state[0][1]: no value for the variable x
          {"state": [[1, {"x": 1, "y": 2}]], "action": []}  | state[0][1]: the spec has no variable y
          {"state": [[1, {"x": null}]], "action": []}       | state[0][1].x: no TLA+ value: null
          {"state": [[1, {"x": 1.5}]], "action": []}        | state[0][1].x: no TLA+ value: 1.5
          {"state": [[1, {"x": 9223372036854775808}]], "action": []} | state[0][1].x: the integer is outside 64 bits
          {"state": [[1, {"x": {"#bigint": "1"}}]], "action": []}    | begins with #; is this an ITF file?
          {"state": [[1, {"x": 1}], [2, {"x": 1}]], "action": []}    | action: no action leads to state 2
          {"state": [[1, {"x": 1}]], "action": [7]}                  | action[0]: expected [source, action, target]
          {"state": [[1, {"x": 1}], [2, {"x": 1}]], "action": [[1, 7, 2]]}            | action[0][1].name: expected the name of an action
          {"state": [[1, {"x": 1}], [2, {"x": 1}]], "action": [[1, {"name": "A"}, 1]]} | action[0]: no step of the trace leads from state 1 to 1
          {"state": [[1, {"x": 1}], [2, {"x": 1}]], "action": [[1, {"name": "A", "parameters": ["v"]}, 2]]} | action[0][1].context: no value for parameter v
          """)
  void shouldSayWhatIsWrong(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("t.json"), text.replace("`", ""));
    assertThatThrownBy(() -> TlcJsonTraces.read(file, COUNT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseDuplicatesThatNoTlcWrites() throws IOException {
    assertThatThrownBy(() -> read(oneState("[1, 1]"), new State(List.of("x"), example("set"))))
        .hasMessageEndingWith("state[0][1].x: an element that the set has already");
    assertThatThrownBy(
            () ->
                read(
                    oneState("{\"1\": 1, \"01\": 2}"),
                    new State(List.of("x"), example("functionOnInts"))))
        .hasMessageEndingWith("state[0][1].x: a key that the function has already: 1");
  }

  @Test
  void shouldSayThatKeyIsUnknown() {
    assertThatThrownBy(
            () -> read(oneState("{\"v0\": 1}"), new State(List.of("x"), example("functionOnInts"))))
        .hasMessageEndingWith("no key of this function in the spec's state is v0");
  }

  private static Value example(String kind) {
    Value set = Value.set(Value.of(1));
    return switch (kind) {
      case "set" -> Value.set();
      case "sequence" -> Value.seq(Value.of("z"));
      case "emptySequence" -> Value.seq();
      case "number" -> Value.of(1);
      case "record" -> Value.rec(Map.of("holds", Value.set(), "queue", Value.seq(Value.set())));
      case "function" -> Value.fcn(Map.of(Value.of("v0"), set, Value.of("v1"), set));
      case "functionOnInts" -> Value.fcn(Map.of(Value.of(0), Value.of("a")));
      case "functionOnPairs" ->
          Value.fcn(Map.of(Value.seq(Value.of("v0"), Value.of(1)), Value.of(1)));
      case "setOfSets" -> Value.set(set);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String oneState(String json) {
    return "{\"action\": [], \"state\": [[1, {\"x\": " + json + "}]]}";
  }

  private Trace read(String text, State shape) throws IOException {
    return TlcJsonTraces.read(Files.writeString(folder.resolve("t.json"), text), shape);
  }
}
