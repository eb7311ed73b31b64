package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Schedule;

class LinuxRunTest {
  @TempDir private Path home;

  /**
   * The steps at which kernel and design part from a trace: a number, "no", or "" for no design.
   */
  @ParameterizedTest
  @CsvSource({
    "no, , true, conforms",
    "4, , false, PARTS at step 4",
    "0, , false, PARTS in the initial state",
    "no, no, true, 'conforms, as the design does'",
    "4, 4, true, 'parts at step 4, as the design does'",
    "0, 0, true, 'parts in the initial state, as the design does'",
    "no, 0, false, 'conforms, BUT the design parts in the initial state'",
    "0, no, false, 'parts in the initial state, BUT the design does not part'",
    "4, 6, false, 'parts at step 4, BUT the design parts at step 6'"
  })
  void shouldHoldKernelToWhatDesignsCodeDoes(
      String kernel, @Nullable String design, boolean isAsExpected, String verdict)
      throws IOException {
    Model model = new CliFixture(home).model(CliFixture.GOOD);
    ReplayedTrace replayed =
        new ReplayedTrace(home, FakeWorkbench.trace(model), model, report(kernel));
    LinuxRun run = new LinuxRun(replayed, 0, 0, design == null ? null : report(design));
    assertThat(run.asExpected()).isEqualTo(isAsExpected);
    assertThat(run.verdict()).isEqualTo(verdict);
  }

  private static ReplayReport report(String parting) {
    if (parting.equals("no")) {
      return new ReplayReport(9, null);
    }
    int step = Integer.parseInt(parting);
    return new ReplayReport(
        step,
        new Divergence(
            Divergence.Kind.STATE,
            step,
            9,
            null,
            "refcount",
            "2",
            "1",
            List.of(),
            null,
            new Schedule(List.of())));
  }
}
