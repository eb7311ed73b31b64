package org.mmucheck.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.value.TlaText;
import org.mmucheck.value.Value;

class ChangesTest {
  private static final Value R0 = Value.of("r0");
  private static final Value R1 = Value.of("r1");

  private static List<String> between(Value before, Value after) {
    return Changes.between("x", before, after).stream().map(Change::toString).toList();
  }

  @Test
  void shouldFindNothingInEqualValues() {
    Value value = Value.fcn(Map.of(R0, Value.set(Value.of(1))));
    assertThat(between(value, Value.fcn(Map.of(R0, Value.set(Value.of(1)))))).isEmpty();
  }

  @Test
  void shouldNameTheElementOfAFunctionThatDiffers() {
    assertThat(
            between(
                Value.fcn(Map.of(R0, Value.of(1), R1, Value.of(2))),
                Value.fcn(Map.of(R0, Value.of(0), R1, Value.of(2)))))
        .containsExactly("x[r0] 1 -> 0");
  }

  @Test
  void shouldDescendThroughRecordsAndTuplesOfArguments() {
    Value before =
        Value.fcn(Map.of(Value.seq(R0, R1), Value.rec(Map.of("pfn", Value.of(7), "ok", R0))));
    Value after =
        Value.fcn(Map.of(Value.seq(R0, R1), Value.rec(Map.of("pfn", Value.of(8), "ok", R0))));
    assertThat(between(before, after)).containsExactly("x[r0, r1].pfn 7 -> 8");
  }

  @Test
  void shouldSayWhatEntersAndLeavesASet() {
    assertThat(between(Value.set(R0, Value.of("r2")), Value.set(R1, Value.of("r2"))))
        .containsExactly("x -r0 +r1");
  }

  @Test
  void shouldTellAStringFromWhatItLooksLike() {
    Value three = Value.of("3");
    Value yes = Value.of("TRUE");
    assertThat(between(Value.of(3), three)).containsExactly("x 3 -> \"3\"");
    assertThat(between(yes, Value.of(true))).containsExactly("x \"TRUE\" -> TRUE");
    assertThat(between(Value.set(three), Value.set(Value.of(3)))).containsExactly("x -\"3\" +3");
    assertThat(between(Value.seq(R0, Value.of(3)), Value.seq(R0, three)))
        .containsExactly("x[2] 3 -> \"3\"");
    Value inside = Value.seq(Value.rec(Map.of("f", Value.fcn(Map.of(R0, Value.set(three))))));
    Value other = Value.seq(Value.rec(Map.of("f", Value.fcn(Map.of(R0, Value.set(R1))))));
    Change whole = new Change("x", inside, TlaText.value("<<[f |-> (r0 :> {3})]>>").orElseThrow());
    assertThat(whole.beforeText()).isEqualTo("<<[f |-> (\"r0\" :> {\"3\"})]>>");
    assertThat(whole.afterText()).isEqualTo("<<[f |-> (\"r0\" :> {3})]>>");
    assertThat(new Change("x", inside, other).beforeText())
        .as("apart")
        .isEqualTo(inside.toString());
  }

  @Test
  void shouldSayWhatEntersAndLeavesADomain() {
    assertThat(between(Value.fcn(Map.of(R0, Value.of(1))), Value.fcn(Map.of(R1, Value.of(true)))))
        .containsExactly("x[r0] gone", "x[r1] = TRUE");
  }

  @Test
  void shouldCompareSequencesOfOneLengthElementByElement() {
    assertThat(between(Value.seq(R0, R1), Value.seq(R0, R0))).containsExactly("x[2] r1 -> r0");
    assertThat(between(Value.seq(R0, R1), Value.seq(R1))).containsExactly("x <<r0, r1>> -> <<r1>>");
  }

  @Test
  void shouldCompareValuesOfTwoKindsAsWholes() {
    assertThat(between(Value.fcn(Map.of(R0, Value.of(1))), Value.seq()))
        .containsExactly("x (r0 :> 1) -> <<>>");
  }
}
