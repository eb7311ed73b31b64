package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolOutputTest {
  private final List<TlcProgress> progress = new ArrayList<>();
  private final ToolOutput output = new ToolOutput(progress::add);

  @Test
  void shouldReadCountsAndDepth() {
    message(
        2200,
        0,
        "Progress(6) at 2026-11-22 07:51:51: 1,033 states generated (1,903 s/min),"
            + " 1,016 distinct states found (923 ds/min), 7 states left on queue.");
    message(2199, 0, "33 states generated, 16 distinct states found, 0 states left on queue.");
    message(2194, 0, "The depth of the complete state graph search is 6.");

    assertThat(output.generatedStates()).isEqualTo(33);
    assertThat(output.distinctStates()).isEqualTo(16);
    assertThat(output.depth()).isEqualTo(6);
    assertThat(progress.get(0).generatedStates()).isEqualTo(1_033);
    assertThat(progress.get(0).distinctStates()).isEqualTo(1_016);
    assertThat(progress.get(0).queuedStates()).isEqualTo(7);
  }

  @Test
  void shouldReadPropertyInTheWordsOfEveryVersion() {
    assertThat(property("Invariant Live is violated.")).isEqualTo("Live");
    assertThat(property("Invariant Live is violated by the initial state:\n/\\ x = 1"))
        .isEqualTo("Live");
    assertThat(property("Action property Forward is violated.")).isEqualTo("Forward");
    assertThat(property("Temporal property Settles was violated.")).isEqualTo("Settles");
    assertThat(property("Temporal properties were violated.")).isEmpty();
  }

  @Test
  void shouldCountStatesOfErrorTrace() {
    message(2110, 1, "Invariant Live is violated.");
    message(2217, 4, "1: <Initial predicate>\n/\\ x = 1");
    message(2217, 4, "2: <Up line 1>\n/\\ x = 2");

    assertThat(output.errorTraceLength()).isEqualTo(2);
  }

  @Test
  void shouldCallItAWholeSuccessOnlyIfNothingWasWrong() {
    assertThat(output.isWholeSuccess()).as("without a word of it").isFalse();
    message(2193, 0, "Model checking completed. No error has been found.");
    assertThat(output.isWholeSuccess()).isTrue();
    message(2199, 0, "33 states generated, 16 distinct states found, 2 states left on queue.");
    assertThat(output.isWholeSuccess()).as("with states left").isFalse();
    message(2199, 0, "33 states generated, 16 distinct states found, 0 states left on queue.");
    assertThat(output.isWholeSuccess()).isTrue();
    message(1000, 1, "java.io.IOException: No space left on device");
    assertThat(output.isWholeSuccess()).as("after an error").isFalse();
  }

  @Test
  void shouldReadErrorWithMessageInside() {
    output.line("@!@!@STARTMSG 1000:1 @!@!@");
    message(2266, 0, "The second argument of < should be an integer,\nbut it is: \"five\"");
    output.line("@!@!@ENDMSG 1000 @!@!@");
    message(2103, 1, "The error occurred elsewhere.");

    assertThat(output.error())
        .isEqualTo("The second argument of < should be an integer, but it is: \"five\"");
  }

  @Test
  void shouldFallBackToJavasOwnWords() {
    output.line("Unrecognized VM option");
    output.line("");

    assertThat(output.error()).isEqualTo("no verdict; its last words: Unrecognized VM option");
  }

  private String property(String message) {
    ToolOutput own = new ToolOutput(progress::add);
    own.line("@!@!@STARTMSG 2110:1 @!@!@");
    message.lines().forEach(own::line);
    own.line("@!@!@ENDMSG 2110 @!@!@");
    return own.property().orElse("");
  }

  private void message(int code, int severity, String text) {
    output.line("@!@!@STARTMSG " + code + ":" + severity + " @!@!@");
    text.lines().forEach(output::line);
    output.line("@!@!@ENDMSG " + code + " @!@!@");
  }
}
