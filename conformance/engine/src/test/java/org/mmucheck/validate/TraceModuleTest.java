package org.mmucheck.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TestSpecs;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcRunner;

/** TLC itself, on the module that is written for it, answers as {@link Validator} does. */
class TraceModuleTest {
  private static final Model MODEL = TestSpecs.model("TdpRoot", "TdpRoot");
  private static final int INVARIANT_VIOLATED = 12;

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void shouldMakeTlcAnswerAsTheValidatorDoes() throws InterruptedException, java.io.IOException {
    List<EventLog> logs = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    try (Spec spec = Specs.open(MODEL)) {
      RecordedRuns runs = new RecordedRuns(spec, 7);
      List<Set<String>> hidden = List.of(Set.of(), Set.of("ZapRoot"), Set.of("PutRoot"));
      for (int i = 0; i < 12; i++) {
        EventLog right = runs.run(9, 1 + i % 3, hidden.get(i % hidden.size()));
        logs.add(right);
        logs.add(runs.withWrongValue(right));
      }
      for (EventLog log : logs) {
        expected.add(Validator.validate(spec, log, 100_000).valid());
        TraceModule.write(MODEL, spec, log, folder.resolve("log" + expected.size()));
      }
    }

    for (int i = 0; i < logs.size(); i++) {
      assertThat(isBehaviour(folder.resolve("log" + (i + 1))))
          .as("%s", logs.get(i))
          .isEqualTo(expected.get(i));
    }
    assertThat(expected).contains(true, false);
  }

  private static boolean isBehaviour(Path written) throws InterruptedException {
    Model model =
        Model.of(
                "TdpRootLog",
                Source.read(written.resolve("TdpRootLog.tla"), written.resolve("TdpRootLog.cfg")))
            .build();
    TlcResult result = TlcRunner.run(model, TlcOptions.oneWorker());
    assertThat(result.exitCode()).isIn(0, INVARIANT_VIOLATED);
    return result.exitCode() == INVARIANT_VIOLATED;
  }
}
