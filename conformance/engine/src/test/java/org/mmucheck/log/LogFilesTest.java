package org.mmucheck.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.input.InputException;
import org.mmucheck.value.Value;

class LogFilesTest {
  private static final String HEADER =
      "{\"mmucheck-log\": 1, \"module\": \"TdpRoot\", \"observes\": [\"GetRoot\", \"PutRoot\"]}\n";
  private static final String GET =
      "{\"task\": \"v0\", \"action\": \"GetRoot\", \"begin\": 1, \"end\": 2}\n";
  private static final String PUT =
      "{\"task\": \"v0\", \"action\": \"PutRoot\", \"begin\": 3, \"end\": 4}\n";

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Recording.Header header =
        new Recording.Header(
            "TdpRoot", "TdpRoot_b", "CONSTANTS\n  Vcpu = {v0}\n", Set.of("GetRoot"), "a test");
    RecordedStep step =
        new RecordedStep(
            2,
            "v0",
            List.of("GetRoot", "PutRoot"),
            Map.of("v", Value.of("v0"), "n", Value.of(3)),
            10,
            12,
            List.of(
                new RecordedStep.Written(
                    "refs", List.of(Value.of("r0"), Value.of(1)), Value.set(Value.of(true))),
                new RecordedStep.Written("count", List.of(), Value.of(-7))));
    StringBuilder out = new StringBuilder();
    LogWriter writer = new LogWriter(out, header);
    writer.step(step);
    writer.finish();

    Recording read = read(out.toString());

    assertThat(read.header()).isEqualTo(header);
    assertThat(read.steps()).containsExactly(step);
  }

  @Test
  void shouldRefuseLogThatIsEmptyOrHasNoSteps() {
    assertThatThrownBy(() -> read("")).hasMessageStartingWith("run: is empty");
    assertThatThrownBy(() -> read(HEADER + "{\"steps\": 0}\n")).hasMessageContaining("no steps");
  }

  @Test
  void shouldRefuseLogThatIsCutOffOrLacksLines() {
    assertThatThrownBy(() -> read(HEADER + GET))
        .hasMessageStartingWith("run: line 2: the log is cut");
    assertThatThrownBy(() -> read(HEADER + GET + "{\"steps\": 2}\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("run: line 3: says that the log has 2 steps, but it has 1");
    assertThatThrownBy(() -> read(HEADER + "{\"steps\": 0}\n" + GET))
        .hasMessageStartingWith("run: line 3: comes after");
  }

  @Test
  void shouldRefuseLostEvents() {
    assertThatThrownBy(() -> read(HEADER + GET + "{\"lost\": 3}\n{\"steps\": 1}\n"))
        .hasMessageStartingWith("run: line 3: 3 events were lost");
  }

  @Test
  void shouldTakeLogOfWhichNothingWasLost() {
    assertThat(read(HEADER + GET + "{\"lost\": 0}\n{\"steps\": 1}\n").steps()).hasSize(1);
  }

  @Test
  void shouldRefuseFieldThatNoFirstLineHas() {
    assertThatThrownBy(() -> read(HEADER.replace("observes", "observe") + GET))
        .hasMessageStartingWith("run: line 1: unknown field \"observe\"");
  }

  @Test
  void shouldRefuseStepThatNeverEnded() {
    String open = "{\"task\": \"v1\", \"action\": \"GetRoot\", \"begin\": 5}\n";

    assertThatThrownBy(() -> read(HEADER + GET + open + "{\"steps\": 2}\n"))
        .hasMessageContaining("the last step of task v1 has begun and never ended");
  }

  @Test
  void shouldRefuseClockThatRunsBackwards() {
    assertThatThrownBy(() -> read(HEADER + PUT + GET + "{\"steps\": 2}\n"))
        .hasMessageStartingWith("run: line 3: the clock of task v0 runs backwards");
    assertThatThrownBy(
            () ->
                read(
                    HEADER
                        + "{\"task\": \"v0\", \"action\": \"GetRoot\", \"begin\": 2, \"end\": 1}\n"
                        + "{\"steps\": 1}\n"))
        .hasMessageContaining("ends at 1, before it begins at 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"task\": 1, \"action\": \"GetRoot\", \"begin\": 1, \"end\": 2} | \"task\" must be a"
            + " string",
        "{\"task\": \"v0\", \"begin\": 1, \"end\": 2} | \"action\" is missing",
        "{\"task\": \"v0\", \"action\": \"GetRoot\", \"end\": 2} | \"begin\" is missing",
        "{\"task\": \"v0\", \"action\": \"GetRoot\", \"begin\": 1, \"end\": 2, \"after\": [3]} |"
            + " \"after\"",
        "{\"task\": \"v0\", \"action\": [], \"begin\": 1, \"end\": 2} | \"action\" names none",
        "{\"task\": \"v0\", \"action\": \"GetRoot\", \"begin\": 1, \"end\": 2, \"aftr\": []} |"
            + " unknown field \"aftr\"; such a line has task, action, args, begin, end, after",
        "{\"task\": \"v0\", \"action\": \"GetRoot\", \"begin\": 1, \"end\": 2, \"after\": [{\"of\":"
            + " \"x\", \"idx\": [1], \"is\": 2}]} | \"after\" has something else",
        "{\"steps\": 0, \"action\": \"GetRoot\"} | unknown field \"action\"",
        "{\"task\": \"v0\" | not valid JSON",
        "[] | expected a JSON object",
        "{} {} | text after the object",
      })
  void shouldSayLineAndFaultOfMalformedStep(String line, String reason) {
    assertThatThrownBy(() -> read(HEADER + line + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("run: line 2")
        .hasMessageContaining(reason);
  }

  @Test
  void shouldRefuseFileThatIsNoLog() {
    assertThatThrownBy(() -> read(GET)).hasMessageStartingWith("run: line 1: a log begins with");
    assertThatThrownBy(() -> read("{\"mmucheck-log\": 2}")).hasMessageContaining("version 2");
    assertThatThrownBy(() -> LogReader.read("run", new ByteArrayInputStream(new byte[] {-1, 10})))
        .hasMessageStartingWith("run: line 1: not UTF-8");
    assertThatThrownBy(() -> read("x".repeat(2 << 20))).hasMessageContaining("longer than");
  }

  private static Recording read(String text) {
    return LogReader.read("run", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
