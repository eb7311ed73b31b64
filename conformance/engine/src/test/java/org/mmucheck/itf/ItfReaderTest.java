package org.mmucheck.itf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.input.InputException;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class ItfReaderTest {
  @Test
  void shouldReadWhatWeWrite() {
    assertThat(read(text(Traces.small()))).isEqualTo(Traces.small());
    assertThat(read(text(Traces.lasso()))).isEqualTo(Traces.lasso());
  }

  @Test
  void shouldReadTraceOfApalacheWithoutActions() {
    Trace trace =
        read(
            """
            {"#meta": {"format": "ITF", "varTypes": {"x": "Int"}, "description": "Created by Apalache"},
             "params": ["N"], "vars": ["x", "m"], "loop": 0,
             "states": [
              {"#meta": {"index": 0}, "N": 4, "x": {"#bigint": "0"}, "m": {"#map": [["a", {"#tup": [1, "b"]}]]}},
              {"#meta": {"index": 1}, "x": 12, "m": {"#map": []}}]}
            """);

    assertThat(trace.meta().description()).isEqualTo("Created by Apalache");
    assertThat(trace.meta().model()).isEmpty();
    assertThat(trace.steps()).extracting(Trace.Step::action).containsOnlyNulls();
    assertThat(trace.steps().getFirst().state().value("m"))
        .isEqualTo(Value.fcn(Map.of(Value.of("a"), Value.seq(Value.of(1), Value.of("b")))));
    assertThat(trace.steps().getLast().state().value("x")).isEqualTo(Value.of(12));
    assertThat(trace.loop()).hasValue(0);
  }

  @Test
  void shouldReadTraceOfQuintWithVariantsAndStatesBeforeVars() {
    Trace trace =
        read(
            """
            {"states": [{"x": {"tag": "Some", "value": {"#bigint": "-3"}}}],
             "vars": ["x"], "#meta": {"status": "violation", "timestamp": 1700000000}}
            """);

    assertThat(trace.steps().getFirst().state().value("x"))
        .isEqualTo(Value.rec(Map.of("tag", Value.of("Some"), "value", Value.of(-3))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          3.5                               | (states[0].x): TLA+ has no such number
          null                              | (states[0].x): null is no TLA+ value
          9223372036854775808               | (states[0].x): the integer is outside 64 bits
          {"#bigint": "9223372036854775808"}| (states[0].x.#bigint): the integer is outside 64 bits
          {"#bigint": "twelve"}             | (states[0].x.#bigint): not an integer: twelve
          {"#bigint": ""}                   | (states[0].x.#bigint): not an integer
          {"#bigint": 12}                   | expected an integer as a string of decimal digits, not a number
          {"#set": [1, 2, 1]}               | (states[0].x.#set[2]): an element that the set has already
          {"#set": {"a": 1}}                | expected the list of the set's elements, not an object
          {"#map": [[1, 2], [1, 3]]}        | (states[0].x.#map[1]): a key that the function has already
          {"#map": [[1, 2, 3]]}             | expected a [key, value] pair, not 3 values
          {"#map": [7]}                     | expected a [key, value] pair, not a number
          {"#map": {"a": 1}}                | expected the list of the function's [key, value] pairs
          {"#tup": true}                    | expected the list of the tuple's elements, not a Boolean
          {"#unserializable": "Nat"}        | could not write the value Nat
          {"#real": "1.5"}                  | unknown tag #real
          {"#set": [], "a": 1}              | nothing else may stand beside #set
          {"a": 1, "#set": []}              | begins with #: #set
          "a\\ud800b"                       | (states[0].x): half a surrogate pair is no text
          {"a": 1, "a": 2}                  | Duplicate Object property "a"
          """)
  void shouldSayWhatIsWrongWithValue(String value, String message) {
    assertThat(failure("{\"vars\": [\"x\"], \"states\": [{\"x\": " + value + "}]}"))
        .startsWith("bad.itf.json: line 1, column ")
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                          | line 1, column 1: expected a trace, that is a JSON object, not a list
          hello                                       | line 1, column 1: not valid JSON: Unrecognized token 'hello'
          {"vars": ["x"]}                             | bad.itf.json: has no states
          {"vars": ["x"], "states": []}               | bad.itf.json: states is empty
          {"vars": ["x"], "states": {}}               | (states): expected a list of states, not an object
          {"vars": ["x"], "states": [7]}              | (states[0]): expected a state, that is an object, not a number
          {"vars": ["x"], "states": [{}]}             | (states[0]): no value for the variable x
          {"vars": ["x"], "states": [{"x":1,"y":2}]}  | (states[0]): y is not listed in vars
          {"vars": ["x"], "states": [{"x":1,"#y":2}]} | a state has no #y
          {"vars": [], "states": [{}]}                | bad.itf.json: vars is empty
          {"states": [{}]}                            | bad.itf.json: has no vars
          {"vars": "x", "states": [{}]}               | (vars): expected a list of names, not a string
          {"vars": ["x", "x"]}                        | (vars[1]): x is listed twice
          {"vars": ["#x"]}                            | (vars[0]): the name #x begins with #
          {"vars": [1]}                               | (vars[0]): expected a name, not a number
          {"vars": ["x"], "states": [{"x":1}], "loop": 1}     | (loop): no state 1; there are 1, counted from 0
          {"vars": ["x"], "states": [{"x":1}], "loop": -1}    | (loop): no state -1
          {"vars": ["x"], "states": [{"x":1}], "loop": "0"}   | (loop): expected the index of a state, an integer
          {"vars": ["x"], "states": [{"x":1}]} x              | not valid JSON
          {"vars": ["x"], "states": [{"x":1}]} {}             | text after the end of the trace
          {"#meta": []}                                       | (#meta): expected an object, not a list
          {"#meta": {"format": "XML"}}                        | the format is XML, not ITF
          {"#meta": {"format-version": 2}}                    | version 2 of the format; this program reads 1
          {"#meta": {"format-version": "1"}}                  | expected the version of the format, an integer
          {"#meta": {"model": 1}}                             | (#meta.model): expected a string, not a number
          {"states": [{"#meta": 1}]}                          | (states[0].#meta): expected an object, not a number
          {"states": [{"#meta": {"index": 1}}]}               | this state is number 0, counted from 0
          {"states": [{"#meta": {"index": 0.0}}]}             | expected the index of the state, an integer
          {"states": [{"#meta": {"action": "A"}}]}            | the first state has an action that leads to it
          {"states": [{}, {"#meta": {"action": 3}}]}          | (states[1].#meta.action): expected the name of an action, not a number
          {"states": [{}, {"#meta": {"action": "A", "args": []}}]} | (states[1].#meta.args): expected an object: the action's parameters, not a list
          {"states": [{}, {"#meta": {"args": {}}}]}                | args without an action
          {"states": [{}, {"#meta": {"action": "A", "args": {"#set": []}}}]} | no parameter is named #set
          """)
  void shouldSayWhatIsWrongWithTrace(String text, String message) {
    assertThat(failure(text)).startsWith("bad.itf.json: ").contains(message);
  }

  @Test
  void shouldRefuseTraceWithSomeActionsOnly() {
    String labelled = "{\"#meta\": {\"action\": \"A\"}, \"x\": 1}";
    String plain = "{\"x\": 1}";
    assertThat(failure(states(plain, labelled, plain)))
        .contains("(states[2]): no action, but the states before have one");
    assertThat(failure(states(plain, plain, labelled)))
        .contains("(states[2]): an action, but the states before have none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void shouldRefuseEmptyFile(String text) {
    assertThat(failure(text)).isEqualTo("bad.itf.json: is empty");
  }

  @Test
  void shouldRefuseEveryTruncation() {
    String whole = text(Traces.lasso()).stripTrailing();
    for (int length = 0; length < whole.length(); length++) {
      String message = failure(whole.substring(0, length));
      assertThat(message).startsWith("bad.itf.json: ").doesNotContain("\n");
    }
  }

  @Test
  void shouldRefuseNumberOfEnormousLength() {
    String digits = "7".repeat(20 << 20);
    assertThat(failure(states("{\"x\": " + digits + "}")))
        .startsWith("bad.itf.json: line 1, column ")
        .contains("too large: ")
        .contains("exceeds the maximum allowed (");
    assertThat(failure(states("{\"x\": {\"#bigint\": \"" + digits + "\"}}")))
        .startsWith("bad.itf.json: line 1, column ")
        .contains("too large: String value length")
        .endsWith("exceeds the maximum allowed (1000000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"#set\":[", "{\"#map\":[["})
  void shouldRefuseDeepNesting(String opening) {
    assertThat(failure("{\"vars\":[\"x\"],\"states\":[{\"x\":" + opening.repeat(100_000)))
        .contains("too large: Document nesting depth (501) exceeds the maximum allowed (500)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"#set\":["})
  void shouldReadNestingUpToTheLimit(String opening) {
    int depth = opening.equals("[") ? 497 : 248;
    String closing = opening.equals("[") ? "]" : "]}";
    String text = states("{\"x\":" + opening.repeat(depth) + closing.repeat(depth) + "}");
    Value value = read(text).steps().getFirst().state().value("x");
    Value again = read(text).steps().getFirst().state().value("x");
    assertThat(again).isEqualTo(value).isEqualByComparingTo(value).hasSameHashCodeAs(value);
    assertThat(value.toString()).hasSizeGreaterThan(depth);
  }

  @Test
  void shouldRefuseMoreTokensThanAnyTraceNeeds() {
    assertThat(failure(states("{\"x\": [" + "[],".repeat(2_000_000) + "[]]}")))
        .contains("too large: Token count (4000001) exceeds the maximum allowed (4000000)");
  }

  @Test
  void shouldKeepMessageOnOneLineWhateverTheFileHolds() {
    assertThat(failure("{\"vars\": [\"x\"], \"states\": [{\"a\\nb\": {\"#c\\r\\nd\": 1}}]}"))
        .doesNotContain("\n")
        .contains("(states[0].a b.#c d): unknown tag #c d");
    assertThat(failure("{\"vars\": [\"x\"], \"states\": [{\"" + "a".repeat(5000) + "\": null}]}"))
        .hasSizeLessThan(400);
  }

  private static String states(String... states) {
    return "{\"vars\": [\"x\"], \"states\": [" + String.join(", ", states) + "]}";
  }

  private static String failure(String text) {
    var thrown = catchThrowable(() -> read(text));
    assertThat(thrown).isInstanceOf(InputException.class);
    return thrown.getMessage();
  }

  private static Trace read(String text) {
    return ItfReader.read("bad.itf.json", text);
  }

  private static String text(Trace trace) {
    return new String(TraceFiles.bytes(trace), StandardCharsets.UTF_8);
  }
}
