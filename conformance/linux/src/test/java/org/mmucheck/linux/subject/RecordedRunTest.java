package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.linux.lab.LabException;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.trace.Trace;

/**
 * Some runs of Linux as they went once, of 7.3.4 if nothing is said. Its machine answers from a
 * recording, so this is about what is asked of a machine and what is made of the answers.
 */
class RecordedRunTest {
  /** A fault has its snapshot and its page, an invalidation comes and goes, the fault retries. */
  private static final Run RETRY =
      new Run(
          "NotifierFault_V6_ReachRetryBySeq",
          new Design(List.of("v0"), List.of("n0"), 2, 8, 3, 2, 1, false, false));

  /** A fault maps a frame that the open invalidations' hull does not have. */
  private static final Run INSTALL =
      new Run(
          "NotifierFault_V7_ReachInstallWhileOpen",
          new Design(List.of("v0"), List.of("n0", "n1"), 2, 8, 2, 1, 1, false, true));

  /** A guest reads a page through its new entry, and an invalidation takes both away. */
  private static final Run FLUSH = new Run("NotifierFault_V6_ReachFlushOfCached", RETRY.design());

  /** An invalidation yields between two frames, and a fault runs its test meanwhile. */
  private static final Run YIELD =
      new Run("NotifierFault_V6_ReachFaultDuringYield", RETRY.design());

  /** 6.12 puts the page of a fault whose second pre-check fails, and the fault retries. */
  private static final Run PRECHECK =
      new Run(
          "6.12.117",
          "NotifierFault_precheck_OneFrame.walk-007",
          new Design(List.of("v0"), List.of("n0"), 1, 8, 1, 2, 1, true, true));

  /** A trace, and the machine that followed it. */
  private record Run(String kernel, String name, Design design) {
    Run(String name, Design design) {
      this("7.3.4", name, design);
    }

    RecordedRun begin() {
      RecordedMachine machine = new RecordedMachine(kernel + "-" + name + ".txt.gz");
      Trace trace = RecordedRun.trace(name);
      return new RecordedRun(
          trace,
          machine.stub(),
          machine.steered("NotifierFault").notifierFault(trace.vars(), design));
    }
  }

  static List<Run> runs() {
    return List.of(RETRY, INSTALL, FLUSH, YIELD, PRECHECK);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void shouldTakeKernelThroughTraceStepForStep(Run of) {
    of.begin().toItsEnd();
  }

  @Test
  void shouldNameWhatAKernelHasNot(@TempDir Path folder) throws IOException {
    String known = Files.readString(Path.of("../../linux/points/NotifierFault.json"));
    Path other = folder.resolve("other.json");
    Files.writeString(other, known.replace("is_page_fault_stale", "is_page_fault_fresh"));
    RecordedMachine machine = new RecordedMachine("7.3.4-" + RETRY.name() + ".txt.gz");
    assertThatThrownBy(() -> LinuxAdapter.fitting("debian:7.3.4", () -> machine.steered(other)))
        .isInstanceOf(LabException.class)
        .hasMessage(
            "debian:7.3.4 cannot be steered: the kernel has no is_page_fault_fresh;"
                + " another version may call it otherwise");
  }

  @Test
  void shouldNoticeOneBitThatDiffersInKernelsMemory() {
    assertThat(noticed(RETRY, 13))
        .contains(
            Set.of("seq"),
            Set.of("inProgress"),
            Set.of("active"),
            Set.of("readers"),
            Set.of("hpte"),
            Set.of("refs"));
    assertThat(noticed(INSTALL, 12)).contains(Set.of("hull"));
    assertThat(noticed(FLUSH, 9)).contains(Set.of("spte"));
  }

  private static Set<Set<String>> noticed(Run run, int step) {
    return RecordedRun.noticed(run::begin, step);
  }

  /**
   * The machine's own CPU 0 is asked to have the scheduler want the task's, and the task goes on.
   */
  @Test
  void shouldLeaveLockToOthersWhileTaskYields() {
    RecordedRun run = YIELD.begin().upTo(8);
    var yield = run.trace().steps().get(9).action();
    assertThat(run.subject().state().value("writer")).hasToString("n0");
    assertThat(run.subject().tryStep(yield)).as("%s", yield).isTrue();
    assertThat(run.subject().state().value("writer")).hasToString("None");
    assertThat(run.subject().state()).isEqualTo(run.expected(9));
  }

  @Test
  void shouldRefuseStepThatKernelDoesNotTakeThere() {
    RecordedRun run = RETRY.begin();
    run.refusesAfter(7, run.lastAction()); // before its lock
  }

  @Test
  void shouldTellWhatNoMachineWasAskedThen() {
    RecordedRun run = RETRY.begin().upTo(3);
    byte[] packet = "$m10,8#xx".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> run.stub().write(packet))
        .isInstanceOf(RemoteException.class)
        .hasMessage("nobody read m10,8 of p1.2 then");
  }
}
