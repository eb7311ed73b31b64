package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Subject;
import org.mmucheck.trace.Trace;

/**
 * Some runs of a cache of Linux's as they went once. What no machine can be asked for is told by
 * the trace itself.
 */
class RecordedCacheRunTest {
  /**
   * By address, outside every memslot: a user goes through the cache while its page has been
   * replaced twice, and a refresh is about to unmap the page before.
   */
  private static final Run USE = new Run("7.3.4", "GfnToPfnCache_G8_CureCount.use", false);

  /** By gpa: a refresh has its page, an invalidation comes and goes, and the test notices. */
  private static final Run RETRY = new Run("6.12.117", "GfnToPfnCache_gpc_ReachRetryBySeq", true);

  /** A refresh meets an open invalidation, and begins again. */
  private static final Run AGAIN = new Run("7.3.4", "GfnToPfnCache_gpc_ReachRetryByActive", true);

  /** The cache is turned off, and on again. */
  private static final Run SWITCHED =
      new Run("7.3.4", "GfnToPfnCache_gpc_ReachSwitched", List.of("o0"), 1, true);

  /** A trace, and the machine that followed it. */
  private record Run(
      String kernel, String name, List<String> owners, int invalidations, boolean inMemslot) {
    Run(String kernel, String name, boolean inMemslot) {
      this(kernel, name, List.of(), 2, inMemslot);
    }

    Trace trace() {
      return RecordedRun.trace(name);
    }

    RecordedRun begin() {
      return begin(new Told(trace()));
    }

    RecordedRun begin(Subject model) {
      RecordedMachine machine = new RecordedMachine(kernel + "-" + name + ".txt.gz");
      Trace trace = trace();
      GpcDesign design =
          new GpcDesign(
              List.of("u0"),
              List.of("r0"),
              owners,
              List.of("n0"),
              1,
              2,
              invalidations,
              true,
              inMemslot);
      GpcScene scene = machine.steered("GfnToPfnCache").cache(design);
      return new RecordedRun(
          trace, machine.stub(), new GfnToPfnCacheSubject(trace.vars(), model, scene, design));
    }
  }

  /** A model that goes where a trace went. */
  private static class Told implements Subject {
    private final Trace trace;
    private int step;

    Told(Trace trace) {
      this.trace = trace;
    }

    @Override
    public State state() {
      return trace.steps().get(step).state();
    }

    @Override
    public boolean tryStep(ActionInstance action) {
      boolean isNext = action.equals(trace.steps().get(step + 1).action());
      step += isNext ? 1 : 0;
      return isNext;
    }

    @Override
    public void close() {}
  }

  static List<Run> runs() {
    return List.of(USE, RETRY, AGAIN, SWITCHED);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void shouldTakeKernelThroughTraceStepForStep(Run of) {
    of.begin().toItsEnd();
  }

  @Test
  void shouldNoticeOneBitThatDiffersInKernelsMemory() {
    assertThat(RecordedRun.noticed(USE::begin, 2))
        .contains(
            Set.of("gpc"),
            Set.of("gpcReaders"),
            Set.of("refreshLock"),
            Set.of("active"),
            Set.of("ended"),
            Set.of("hpte"),
            Set.of("refs"));
    assertThat(RecordedRun.noticed(RETRY::begin, 15)).contains(Set.of("seq"), Set.of("inProgress"));
  }

  @Test
  void shouldRefuseStepBeforeWhichKernelDoesNotStand() {
    Subject allowing =
        new Told(RETRY.trace()) {
          @Override
          public boolean tryStep(ActionInstance action) {
            super.tryStep(action);
            return true; // as a wrong model might
          }
        };
    RecordedRun run = RETRY.begin(allowing);
    run.refusesAfter(7, run.lastAction()); // before GUP
  }

  /** The machine would begin; that the trace goes on otherwise only the model knows. */
  @Test
  void shouldRefuseWhatModelRefuses() {
    RETRY.begin().refusesAfter(3, Objects.requireNonNull(USE.trace().steps().get(1).action()));
  }
}
