package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.tlc.TlcResult.Behaviour;
import org.mmucheck.value.Value;

/** States as TLCs of several ages print them. */
class ReportedTraceTest {
  private final ReportedTrace trace = new ReportedTrace();

  @BeforeEach
  void takeInitialState() {
    trace.state("1: <Initial predicate>\n/\\ x = 0\n/\\ lines = {\"/\\\\ y = 1\"}\n");
  }

  @Test
  void shouldTakeArgumentsThatNewerVersionsWrite() {
    trace.state(
        "2: <Put(p1, 2) line 3, col 1 to line 4, col 9 of module M>\n/\\ x = 2\n/\\ lines = {}\n");

    Behaviour behaviour = trace.behaviour().orElseThrow();
    assertThat(behaviour.actions())
        .containsExactly(
            null, new ActionInstance("Put", Map.of("1", Value.of("p1"), "2", Value.of(2))));
    assertThat(behaviour.states().getLast().value("x")).isEqualTo(Value.of(2));
  }

  @Test
  void shouldTakeNameAloneFromOlderVersions() {
    trace.state("2: <Put line 3, col 1 to line 4, col 9 of module M>\n/\\ x = 2\n/\\ lines = {}\n");

    assertThat(trace.behaviour().orElseThrow().actions().getLast()).hasToString("Put");
  }

  @Test
  void shouldTakeLassoAndStuttering() {
    trace.state("2: <Put line 3, col 1 to line 4, col 9 of module M>\n/\\ x = 2\n/\\ lines = {}\n");
    trace.back("1: Back to state: <Get(p1) line 5, col 1 to line 5, col 9 of module M>\n");

    Behaviour behaviour = trace.behaviour().orElseThrow();
    assertThat(behaviour.loop()).hasValue(0);
    assertThat(behaviour.closing()).hasToString("Get(p1)");

    trace.state("3: Stuttering");
    assertThat(trace.behaviour().orElseThrow().loop()).hasValue(1);
  }

  @Test
  void shouldKeepTextOfValueThatIsNotWrittenOut() {
    ReportedTrace initial = new ReportedTrace();
    initial.initial("s = SUBSET\n  {1, 2}\n");

    assertThat(initial.behaviour().orElseThrow().states().getFirst().value("s"))
        .isEqualTo(Value.of("SUBSET {1, 2}"));
    assertThat(new ReportedTrace().behaviour()).isEmpty();
  }
}
