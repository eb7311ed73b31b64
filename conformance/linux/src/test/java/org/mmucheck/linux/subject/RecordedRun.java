package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.linux.remote.RecordedStub;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/** A run of Linux, as it went once, that goes on again beside its trace. */
record RecordedRun(Trace trace, RecordedStub stub, MachineSubject subject) {
  /** The trace of one of the test's resources. */
  static Trace trace(String name) {
    return TraceFiles.read(
        Path.of("src/test/resources/org/mmucheck/linux/subject", name + ".itf.json"));
  }

  State expected(int step) {
    return trace.steps().get(step).state();
  }

  /** Takes the steps up to one, from the first. */
  RecordedRun upTo(int step) {
    for (int next = 1; next <= step; next++) {
      take(next);
      assertThat(subject.state()).as("after step %d", next).isEqualTo(expected(next));
    }
    return this;
  }

  /** Takes all steps, and sends the machine all that was sent to it then. */
  void toItsEnd() {
    assertThat(subject.state()).isEqualTo(expected(0));
    upTo(trace.steps().size() - 1);
    assertThat(stub.left()).as("packets of the run that nobody sent").isZero();
  }

  /** After some steps, does not take another, and stays where it is. */
  void refusesAfter(int step, ActionInstance action) {
    upTo(step);
    assertThat(subject.tryStep(action)).as("%s after step %d", action, step).isFalse();
    assertThat(subject.state()).isEqualTo(expected(step));
  }

  /** The trace's last step. */
  ActionInstance lastAction() {
    return Objects.requireNonNull(trace.steps().getLast().action());
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

  /** For each place in memory that is read after a step, what differs if it has another bit. */
  static Set<Set<String>> noticed(Supplier<RecordedRun> begin, int step) {
    List<String> read = begin.get().upTo(step).stub.asked();
    assertThat(read).isNotEmpty();
    Set<Set<String>> noticed = new HashSet<>();
    for (String packet : read) {
      RecordedRun other = begin.get().upTo(step - 1);
      other.stub.change(packet);
      try {
        other.take(step);
        noticed.add(other.differing(step));
      } catch (RemoteException e) {
        assertThat(e).as("a pointer that leads elsewhere").hasMessageStartingWith("nobody read");
      }
    }
    return noticed;
  }
}
