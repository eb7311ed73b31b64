package org.mmucheck.itf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class ItfPropertyTest {
  @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void everyTraceIsReadAsItWasWritten(@ForAll("traces") Trace trace) {
    assertThat(read(TraceFiles.bytes(trace))).isEqualTo(trace);
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void bytesDependOnTheTraceOnly(@ForAll("traces") Trace trace) {
    byte[] bytes = TraceFiles.bytes(trace);
    assertThat(TraceFiles.bytes(read(bytes))).isEqualTo(bytes);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith("\n").doesNotContain("\r");
  }

  /**
   * A changed byte gives another trace, or the same one where JSON allows either, or is refused.
   */
  @Property(tries = 2000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void aChangedByteIsReadOrRefusedButNeverBreaksTheReader(
      @ForAll("traces") Trace trace,
      @ForAll @IntRange(min = 0, max = 1 << 20) int at,
      @ForAll byte changed) {
    byte[] bytes = TraceFiles.bytes(trace);
    bytes[at % bytes.length] = changed;
    try {
      Trace read = read(bytes);
      assertThat(read(TraceFiles.bytes(read))).as("what was read is a trace").isEqualTo(read);
    } catch (InputException e) {
      assertThat(e.getMessage()).startsWith("random.itf.json: ").doesNotContain("\n");
    }
  }

  @Property(tries = 2000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void orderIsTotalAndConsistentWithEquals(
      @ForAll("similar") Value a, @ForAll("similar") Value b, @ForAll("similar") Value c) {
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
    }
    if (a.equals(b)) {
      assertThat(a).hasSameHashCodeAs(b).hasToString(b.toString());
    }
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void aSetDoesNotDependOnTheOrderOfItsElements(
      @ForAll("similarLists") @Size(max = 6) List<Value> elements) {
    List<Value> reversed = new ArrayList<>(elements).reversed();
    assertThat(Value.set(reversed)).isEqualTo(Value.set(elements));
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void argumentsKeepTheirOrder(@ForAll("traces") Trace trace) {
    List<Trace.Step> read = read(TraceFiles.bytes(trace)).steps();
    for (int i = 1; i < read.size(); i++) {
      ActionInstance action = trace.steps().get(i).action();
      if (action != null) {
        Map<String, Value> args = read.get(i).action().args();
        assertThat(args.keySet()).containsExactlyElementsOf(action.args().keySet());
      }
    }
  }

  @Provide
  Arbitrary<Trace> traces() {
    return TraceArbitraries.traces();
  }

  @Provide
  Arbitrary<Value> similar() {
    return TraceArbitraries.similarValues();
  }

  @Provide
  Arbitrary<List<Value>> similarLists() {
    return TraceArbitraries.similarValues().list();
  }

  private static Trace read(byte[] bytes) {
    return ItfReader.read("random.itf.json", JsonInput.decode("random.itf.json", bytes));
  }
}
