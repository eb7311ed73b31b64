package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.spec.State;
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

    Trace trace() {
      return TraceFiles.read(
          Path.of("src/test/resources/org/mmucheck/linux/subject", name + ".itf.json"));
    }

    Replayed begin() {
      RecordedMachine machine = new RecordedMachine(kernel + "-" + name + ".txt.gz");
      Trace trace = trace();
      return new Replayed(
          trace, machine, machine.steered("NotifierFault").notifierFault(trace.vars(), design));
    }
  }

  /** A run that goes on. */
  private record Replayed(Trace trace, RecordedMachine machine, NotifierFaultSubject subject) {
    int last() {
      return trace.steps().size() - 1;
    }

    State expected(int step) {
      return trace.steps().get(step).state();
    }

    /** Takes the steps up to one, from the first. */
    Replayed upTo(int step) {
      for (int next = 1; next <= step; next++) {
        take(next);
        assertThat(subject.state()).as("after step %d", next).isEqualTo(expected(next));
      }
      return this;
    }

    void take(int step) {
      var action = trace.steps().get(step).action();
      assertThat(subject.tryStep(action)).as("step %d, %s", step, action).isTrue();
    }

    /** The variables in which kernel and trace differ after a step. */
    Set<String> differing(int step) {
      Set<String> differing = new TreeSet<>();
      for (String variable : trace.vars()) {
        if (!subject.state().value(variable).equals(expected(step).value(variable))) {
          differing.add(variable);
        }
      }
      return differing;
    }
  }

  static List<Run> runs() {
    return List.of(RETRY, INSTALL, FLUSH, YIELD, PRECHECK);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void shouldTakeKernelThroughTraceStepForStep(Run of) {
    Replayed run = of.begin();
    assertThat(run.subject.state()).isEqualTo(run.expected(0));
    run.upTo(run.last());
    assertThat(run.machine.stub().left()).as("packets of the run that nobody sent").isZero();
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

  /** For each place in memory that is read after a step, what differs if it has another bit. */
  private static Set<Set<String>> noticed(Run run, int step) {
    List<String> read = run.begin().upTo(step).machine.stub().asked();
    assertThat(read).isNotEmpty();
    Set<Set<String>> noticed = new HashSet<>();
    for (String packet : read) {
      Replayed other = run.begin().upTo(step - 1);
      other.machine.stub().change(packet);
      try {
        other.take(step);
        noticed.add(other.differing(step));
      } catch (RemoteException e) {
        assertThat(e).as("a pointer that leads elsewhere").hasMessageStartingWith("nobody read");
      }
    }
    return noticed;
  }

  /**
   * The machine's own CPU 0 is asked to have the scheduler want the task's, and the task goes on.
   */
  @Test
  void shouldLeaveLockToOthersWhileTaskYields() {
    Replayed run = YIELD.begin().upTo(8);
    var yield = run.trace.steps().get(9).action();
    assertThat(run.subject.state().value("writer")).hasToString("n0");
    assertThat(run.subject.tryStep(yield)).as("%s", yield).isTrue();
    assertThat(run.subject.state().value("writer")).hasToString("None");
    assertThat(run.subject.state()).isEqualTo(run.expected(9));
  }

  @Test
  void shouldRefuseStepThatKernelDoesNotTakeThere() {
    Replayed run = RETRY.begin().upTo(7);
    var last = run.trace.steps().getLast().action();
    assertThat(run.subject.tryStep(last)).as("%s before its lock", last).isFalse();
    assertThat(run.subject.state()).isEqualTo(run.expected(7));
  }

  @Test
  void shouldTellWhatNoMachineWasAskedThen() {
    Replayed run = RETRY.begin().upTo(3);
    byte[] packet = "$m10,8#xx".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> run.machine.stub().write(packet))
        .isInstanceOf(RemoteException.class)
        .hasMessage("nobody read m10,8 of p1.2 then");
  }
}
