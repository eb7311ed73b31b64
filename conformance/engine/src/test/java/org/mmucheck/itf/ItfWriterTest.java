package org.mmucheck.itf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class ItfWriterTest {
  @Test
  void shouldWriteOneLineForEachVariable() {
    assertThat(text(Traces.lasso()))
        .isEqualTo(
            """
            {
              "#meta": {
                "format": "ITF",
                "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
                "format-version": 1,
                "model": "TdpRootBugPutBeforeZap",
                "module": "TdpRoot",
                "property": "ZapSeesLiveRoot",
                "module-sha256": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
                "config-sha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                "description": "The put frees the root while the zap is still owed."
              },
              "vars": ["refcount", "loaded", "zapper", "spte"],
              "states": [
                {
                  "#meta": {"index": 0},
                  "refcount": {"#bigint": "1"},
                  "loaded": {"#set": []},
                  "zapper": ["zap", true],
                  "spte": {"#map": [["g0", {"pfn": {"#bigint": "7"}}]]}
                },
                {
                  "#meta": {"index": 1, "action": "GetRoot", "args": {"v": "v0"}},
                  "refcount": {"#bigint": "2"},
                  "loaded": {"#set": ["v0"]},
                  "zapper": ["zap", true],
                  "spte": {"#map": [["g0", {"pfn": {"#bigint": "7"}}]]}
                },
                {
                  "#meta": {"index": 2, "action": "InvalidateRoot", "args": {}},
                  "refcount": {"#bigint": "-1"},
                  "loaded": {"#set": []},
                  "zapper": ["zap", true],
                  "spte": {"#map": [["g0", {"pfn": {"#bigint": "7"}}]]}
                }
              ],
              "loop": 1
            }
            """);
  }

  @Test
  void shouldEscapeWhatJsonMustAndNothingElse() {
    assertThat(text(oneState(Value.of("\"\\\n\u0000 é 😀"))))
        .contains("\"x\": \"\\\"\\\\\\u000a\\u0000 é 😀\"");
  }

  @Test
  void shouldRefuseTraceWithoutStates() {
    assertThatThrownBy(() -> text(trace(List.of(), OptionalInt.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a trace without states");
  }

  @Test
  void shouldRefuseStatesOfOtherVariables() {
    var step = new Trace.Step(null, new State(List.of("y"), Value.of(1)));
    assertThatThrownBy(() -> text(trace(List.of(step), OptionalInt.empty())))
        .hasMessage("a state of [y] in a trace of [x]");
  }

  @Test
  void shouldRefuseActionOfFirstState() {
    var step = new Trace.Step(action(), state());
    assertThatThrownBy(() -> text(trace(List.of(step), OptionalInt.empty())))
        .hasMessage("an action that leads to the first state");
  }

  @Test
  void shouldRefuseTraceWithSomeActionsOnly() {
    var steps =
        List.of(
            new Trace.Step(null, state()),
            new Trace.Step(action(), state()),
            new Trace.Step(null, state()));
    assertThatThrownBy(() -> text(trace(steps, OptionalInt.empty())))
        .hasMessage("some steps have an action and some have none");
  }

  @Test
  void shouldRefuseLoopOutsideTheTrace() {
    var steps = List.of(new Trace.Step(null, state()));
    assertThatThrownBy(() -> text(trace(steps, OptionalInt.of(1)))).hasMessage("a loop to state 1");
  }

  @Test
  void shouldRefuseFieldNameThatLooksLikeTag() {
    assertThatThrownBy(() -> text(oneState(Value.rec(Map.of("#set", Value.of(1))))))
        .hasMessage("the name #set begins with #");
  }

  @Test
  void shouldRefuseTextThatUtf8CannotHold() {
    assertThatThrownBy(() -> text(oneState(Value.of("a\ud800b"))))
        .hasMessage("half a surrogate pair is no text");
  }

  private static Trace oneState(Value value) {
    return trace(
        List.of(new Trace.Step(null, new State(List.of("x"), value))), OptionalInt.empty());
  }

  private static Trace trace(List<Trace.Step> steps, OptionalInt loop) {
    return new Trace(Traces.META, List.of("x"), steps, loop);
  }

  private static ActionInstance action() {
    return new ActionInstance("Act", Map.of());
  }

  private static State state() {
    return new State(List.of("x"), Value.of(1));
  }

  private static String text(Trace trace) {
    return new String(TraceFiles.bytes(trace), StandardCharsets.UTF_8);
  }
}
