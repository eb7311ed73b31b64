package org.mmucheck.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Specs;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.trace.Trace;

/** Checks of conformance that are interrupted and gone on with. */
class CheckpointTest {
  private static final Path SPECS = Path.of("src/test/resources/specs");
  private static Spec root;
  private static StateGraph graph;

  @BeforeAll
  static void open() {
    Model model =
        Model.of("TdpRoot", Source.read(SPECS.resolve("TdpRoot.tla"), SPECS.resolve("TdpRoot.cfg")))
            .build();
    root = Specs.open(model);
    graph = StateGraph.of(root);
  }

  @AfterAll
  static void close() {
    root.close();
  }

  /** Somebody kills the check after some walks. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Keeps what has been done. */
  private static final class Kept implements Checkpoint {
    private final int most;
    private @Nullable Done done;
    private int walks; // of this run
    private boolean hasEnded;
    private boolean isOver; // there is no time left

    Kept(@Nullable Done done, int most) {
      this.done = done;
      this.most = most;
    }

    @Override
    public Optional<Done> last() {
      return Optional.ofNullable(done);
    }

    @Override
    public void reached(int taken, int transitions, Supplier<Done> done) {
      this.done = done.get();
      if (++walks == most) {
        throw new Killed();
      }
    }

    @Override
    public boolean isOver() {
      return isOver;
    }

    @Override
    public void ended() {
      hasEnded = true;
    }
  }

  private static ConformReport conform(Adapter adapter, Checkpoint checkpoint) throws Exception {
    return conform(adapter, 1, checkpoint);
  }

  private static ConformReport conform(Adapter adapter, int walkers, Checkpoint checkpoint)
      throws Exception {
    return Conformer.conform(root, root.invariants(), graph, adapter, walkers, checkpoint);
  }

  @Test
  void shouldGoOnWhereItWasInterrupted() throws Exception {
    Kept whole = new Kept(null, Integer.MAX_VALUE);
    ConformReport at = conform(TdpRootAdapter.right(), whole);
    assertThat(whole.walks).isGreaterThan(2);
    for (int walks = 1; walks < whole.walks; walks++) {
      Kept first = new Kept(null, walks);
      assertThatThrownBy(() -> conform(TdpRootAdapter.right(), first)).isInstanceOf(Killed.class);
      assertThat(first.hasEnded).isFalse();
      Kept second = new Kept(first.done, Integer.MAX_VALUE);
      ConformReport report = conform(TdpRootAdapter.right(), second);
      assertThat(report.ended(0, List.of()))
          .as("after %d walks", walks)
          .isEqualTo(at.ended(0, List.of()));
      assertThat(second.walks).isEqualTo(whole.walks - walks);
      assertThat(second.hasEnded).isTrue();
    }
  }

  @Test
  void shouldFindWhatIsWrongBehindInterruption() throws Exception {
    Kept first = new Kept(null, 1);
    assertThatThrownBy(() -> conform(TdpRootAdapter.right(), first)).isInstanceOf(Killed.class);
    Kept second = new Kept(first.done, Integer.MAX_VALUE);
    ConformReport report = conform(TdpRootAdapter.with("GET_AFTER_PUT_DOES_NOT_COUNT"), second);
    assertThat(report.conforms()).isFalse();
    assertThat(second.hasEnded).isTrue();
  }

  @Test
  void shouldBeginAnewWithWhatIsOfAnotherGraph() throws Exception {
    Checkpoint.Done other =
        new Checkpoint.Done(BitSet.valueOf(new long[] {7}), 20, 40, 5, 6, new long[] {1, 2});
    ConformReport report = conform(TdpRootAdapter.right(), new Kept(other, Integer.MAX_VALUE));
    ConformReport whole = conform(TdpRootAdapter.right(), new Kept(null, Integer.MAX_VALUE));
    assertThat(report.ended(0, List.of())).isEqualTo(whole.ended(0, List.of()));
  }

  @Test
  void shouldGoOnWithSeveralWalkers() throws Exception {
    ConformReport at = conform(TdpRootAdapter.right(), new Kept(null, Integer.MAX_VALUE));
    for (int round = 0; round < 50; round++) {
      Checkpoint.Done done = null;
      for (int kill = 0; kill < 2; kill++) {
        Kept cut = new Kept(done, 1 + round % 3);
        assertThatThrownBy(() -> conform(TdpRootAdapter.right(), 2, cut))
            .isInstanceOf(Killed.class);
        done = cut.done;
      }
      ConformReport report =
          conform(TdpRootAdapter.right(), 1 + round % 2, new Kept(done, Integer.MAX_VALUE));
      assertThat(report.ended(0, List.of())).isEqualTo(at.ended(0, List.of()));
    }
  }

  /** Of a state that nobody arrives in again, what was found there is not asked again. */
  @Test
  void shouldTellNothingOfWalksThatHaveNotEnded() throws Exception {
    Kept first = new Kept(null, 1);
    assertThatThrownBy(() -> conform(TdpRootAdapter.right(), 2, first)).isInstanceOf(Killed.class);
    Checkpoint.Done done = Objects.requireNonNull(first.done);
    long states = Arrays.stream(done.fingerprints()).filter(each -> each != 0).count();
    assertThat(done.walks().cardinality()).isPositive();
    assertThat(states).isBetween(1L, done.steps() + 1);
  }

  /** The code keeps in each state what no other run's has. */
  @Test
  void shouldHoldFingerprintsOfInterruptedRunAgainstTheCode() throws Exception {
    Kept first = new Kept(null, 2);
    assertThatThrownBy(() -> conform(TdpRootAdapter.right(), first)).isInstanceOf(Killed.class);
    Checkpoint.Done done = Objects.requireNonNull(first.done);
    long[] others = Arrays.stream(done.fingerprints()).map(each -> each == 0 ? 0 : ~each).toArray();
    Kept second =
        new Kept(
            new Checkpoint.Done(
                done.walks(),
                done.transitions(),
                done.steps() + 1_000,
                done.refusedByControl(),
                done.refusedAttempted(),
                others),
            Integer.MAX_VALUE);
    ConformReport whole = conform(TdpRootAdapter.right(), new Kept(null, Integer.MAX_VALUE));
    ConformReport report = conform(TdpRootAdapter.right(), second);
    assertThat(report.ended(0, List.of())).as("anew").isEqualTo(whole.ended(0, List.of()));
  }

  /** It is repeated once, and not searched for, which takes more lives of the code. */
  @Test
  void shouldNotSearchForWhatTheSameWalkDoesNotShowAgain() throws Exception {
    Spec spec = new Gauge.GaugeSpec(0);
    Gauge.GaugeAdapter adapter = new Gauge.GaugeAdapter(Gauge.Flaw.SLIPS_ONCE);
    Kept kept = new Kept(null, Integer.MAX_VALUE);

    ConformReport report =
        Conformer.conform(spec, List.of(), StateGraph.of(spec), adapter, 1, kept);

    Divergence divergence = Objects.requireNonNull(report.divergence());
    assertThat(divergence.kind()).isEqualTo(Divergence.Kind.UNREPEATABLE);
    assertThat(divergence.variable()).isEqualTo("level");
    assertThat(actions(divergence)).endsWith("Down");
    assertThat(Gauge.GaugeAdapter.lives()).isEqualTo(5);
    assertThat(kept.hasEnded).isTrue();
  }

  private static Divergence withoutTime(String mistake) throws Exception {
    Kept kept = new Kept(null, Integer.MAX_VALUE);
    kept.isOver = true;
    ConformReport report = conform(TdpRootAdapter.with(mistake), kept);
    assertThat(report.verdict()).isEqualTo("diverges");
    assertThat(kept.hasEnded).isTrue();
    return Objects.requireNonNull(report.divergence());
  }

  private static String actions(Divergence divergence) {
    return divergence.path().stream()
        .map(Trace.Step::action)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "INITIALISES_LATE, STATE, '', null",
    "GET_DOES_NOT_COUNT, STATE, GetRoot(v0), GetRoot(v0)",
    "COUNTS_REFUSED_GETS, CHANGED, InvalidateRoot, GetRoot(v0)",
    "GET_OF_INVALID, ACCEPTED, InvalidateRoot, GetRoot(v0)",
    "PUT_REFUSED, REFUSED, InvalidateRoot ZapRoot PutMmuRef, PutMmuRef",
  })
  void shouldShowWhatIsWrongOnTheSpecsWayThereIfNoTimeIsLeft(
      String mistake, Divergence.Kind kind, String way, String action) throws Exception {
    Divergence divergence = withoutTime(mistake);
    assertThat(divergence.kind()).isEqualTo(kind);
    assertThat(actions(divergence)).isEqualTo(way);
    assertThat(String.valueOf(divergence.action())).isEqualTo(action);
  }

  /** The mistake needs a detour that no shortest way takes. */
  @ParameterizedTest
  @ValueSource(strings = {"GET_AFTER_PUT_DOES_NOT_COUNT", "REMEMBERS_PUTS"})
  void shouldShowWhatIsWrongAsItWasWalkedIfNoTimeIsLeft(String mistake) throws Exception {
    Divergence divergence = withoutTime(mistake);
    assertThat(divergence.kind()).isEqualTo(Divergence.Kind.STATE);
    assertThat(actions(divergence)).contains("PutRoot");
  }
}
