package org.mmucheck.mutants.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;

class LeadTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private final ChangedCode code =
      new ChangedCode(LeadTest.class.getClassLoader(), className -> false);

  @Test
  void shouldTakeAFailureOfTheCodeForAKill() {
    assertThat(lead(new IllegalStateException("no")).layer()).isEqualTo(Layer.UNIT);
  }

  /** Of several mutants at a time any may be the one that memory runs out for. */
  @Test
  void shouldComeToNoVerdictWhereMemoryRunsOut() {
    Kill kill = lead(new OutOfMemoryError("Java heap space"));
    assertThat(kill.layer()).isEqualTo(Layer.NO_VERDICT);
    assertThat(kill.says()).isEqualTo("RcuTest: out of memory");
  }

  private Kill lead(Throwable thrown) {
    Course course =
        new Course(
            "RcuTest",
            Layer.UNIT,
            changed -> {
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (Exception) thrown;
            });
    return Objects.requireNonNull(CodeMutants.lead(course, code, LIMIT));
  }
}
