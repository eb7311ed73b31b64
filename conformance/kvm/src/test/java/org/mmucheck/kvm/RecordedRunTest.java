package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.log.LogReader;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.record.FreeRun;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.record.RunLog;
import org.mmucheck.value.Value;
import org.mmucheck.workbench.Workbench;

/** Free threads of the code at sizes past TLC's: what they did is a behaviour of the spec. */
@Tag("slow")
class RecordedRunTest {
  private static final int LARGEST_SET = 200_000;

  private final Workbench bench = Workbench.open(Committed.SPEC, Bindings.all());

  @ParameterizedTest
  @ValueSource(strings = {"NotifierFault_V6", "KvmMmu_d2", "VmLifetime_d2"})
  void shouldTakeOnlyStepsThatTheSpecAllows(String model) throws Exception {
    Recorder.Recorded recorded = record(model, 300);
    assertThat(recorded.run().failures()).isEmpty();
    assertThat(recorded.run().open()).isEmpty();
    assertThat(recorded.run().tasks()).isGreaterThan(3);
    assertThat(bench.validate(read(recorded), null, LARGEST_SET).verdict().valid()).isTrue();
  }

  /** With two vCPUs as many as a model has, the same threads would be too tame to meet. */
  @Test
  void shouldHaveMoreTasksAndFramesThanAnyModel() {
    Map<String, Value> own = Committed.constants("NotifierFault_V6");
    Map<String, Value> large = Large.of("NotifierFault", own);
    assertThat(((Value.SetOf) large.get("Vcpu")).elements()).hasSize(8).contains(Value.of("v7"));
    assertThat(((Value.SetOf) large.get("Gfn")).elements()).hasSize(6);
    assertThat(large.get("CheckSeq")).as("a rule").isEqualTo(own.get("CheckSeq"));
  }

  /** The canary: a step that the code takes unseen leaves a gap that no behaviour fills. */
  @Test
  void shouldMissAStepThatTheProbeDoesNotTell() throws Exception {
    Recorder.Recorded whole = record("NotifierFault_V6", 300);
    for (String unseen : List.of("SnapshotSeq", "MapPage", "RaiseCount", "WriteLock")) {
      List<RecordedStep> rest =
          whole.run().steps().stream().filter(step -> !step.actions().contains(unseen)).toList();
      assertThat(rest.size()).as("steps without %s", unseen).isLessThan(whole.run().steps().size());
      FreeRun cut = new FreeRun(rest, List.of(), null, List.of(), List.of());
      Recording log = read(new Recorder.Recorded(whole.header(), cut));
      assertThat(bench.validate(log, null, LARGEST_SET).verdict().valid()).as(unseen).isFalse();
    }
  }

  /** A wrong design's code parts from the right spec, or its own checks report, in few runs. */
  @ParameterizedTest
  @ValueSource(strings = {"NotifierFault_V0", "NotifierFault_V5"})
  void shouldTellAWrongDesignFromTheRightOne(String wrong) throws Exception {
    Model right = bench.catalog().find("NotifierFault_V6").getFirst();
    List<String> found = new ArrayList<>();
    for (int run = 0; run < 10 && found.isEmpty(); run++) {
      Recording log = read(record(wrong, 300));
      if (!bench.validate(log, right, LARGEST_SET).verdict().valid()) {
        found.add(log.file());
      }
    }
    assertThat(found).isNotEmpty();
  }

  private Recorder.Recorded record(String model, int steps) throws InterruptedException {
    return bench.record(
        bench.catalog().find(model).getFirst(),
        new FreeRunner.Limits(Duration.ofSeconds(20), steps, 1),
        false);
  }

  private static Recording read(Recorder.Recorded recorded) throws IOException {
    StringBuilder text = new StringBuilder();
    RunLog.write(recorded, text);
    Recording log =
        LogReader.read(
            "run", new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(log.steps()).hasSameSizeAs(recorded.run().steps());
    assertThat(IntStream.range(0, log.steps().size()))
        .allMatch(i -> log.steps().get(i).begin() < log.steps().get(i).end());
    return log;
  }
}
