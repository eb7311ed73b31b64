package org.mmucheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.conform.Divergence.Kind;
import org.mmucheck.conform.Gauge.Flaw;
import org.mmucheck.conform.Gauge.GaugeAdapter;
import org.mmucheck.conform.Gauge.GaugeSpec;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.replay.Replayer;
import org.mmucheck.replay.Target;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Specs;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.trace.Trace;

class ConformerTest {
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

  private static ConformReport conform(Adapter adapter) throws Exception {
    return Conformer.conform(root, graph, adapter);
  }

  private static ConformReport conform(Flaw flaw) throws Exception {
    Spec spec = new GaugeSpec(0);
    return Conformer.conform(spec, StateGraph.of(spec), new GaugeAdapter(flaw));
  }

  private static String way(List<Trace.Step> path) {
    return path.stream()
        .map(step -> String.valueOf(step.action()))
        .collect(Collectors.joining(" "))
        .replaceFirst("^null ?", "");
  }

  private static void requireDivergence(
      ConformReport report, Kind kind, String way, String variable, String spec, String code) {
    assertThat(report.conforms()).isFalse();
    assertThat(report.verdict()).isEqualTo("diverges");
    Divergence divergence = report.divergence();
    assertThat(divergence).isNotNull();
    assertThat(divergence.kind()).isEqualTo(kind);
    assertThat(way(divergence.path())).isEqualTo(way);
    assertThat(divergence.variable()).isEqualTo(variable);
    assertThat(divergence.spec()).isEqualTo(spec);
    assertThat(divergence.code()).isEqualTo(code);
  }

  @Test
  void shouldSayInOneLineThatCodeAndSpecAreBisimilar() throws Exception {
    ConformReport report = conform(TdpRootAdapter.right());

    assertThat(report.line("TdpRoot"))
        .isEqualTo(
            "TdpRoot: 16 states, 112 (state, action) pairs: 32 enabled and taken,"
                + " 80 disabled and refused, 0 hidden");
    assertThat(report.conforms()).isTrue();
    assertThat(report.verdict()).isEqualTo("conforms");
    assertThat(report.refusedByControl() + report.refusedAttempted()).isEqualTo(80);
    assertThat(report.refusedAttempted()).as("gets of an invalid or dead root").isPositive();
    assertThat(report.stretch()).isGreaterThanOrEqualTo(1).isLessThan(3);
    assertThat(report.hidden()).isNull();
  }

  @Test
  void shouldFindStateThatNoReplayOfAShortestPathShows() throws Exception {
    Adapter adapter = TdpRootAdapter.with("GET_AFTER_PUT_DOES_NOT_COUNT");

    requireEdgeReplayConforms(adapter);
    requireDivergence(
        conform(adapter), Kind.STATE, "GetRoot(v0) PutRoot(v0) GetRoot(v0)", "refcount", "2", "1");
  }

  /** What other tools do: each transition once, after the shortest path to where it starts. */
  private static void requireEdgeReplayConforms(Adapter adapter) {
    Target target = Target.of(adapter, root);
    Trace[] paths = new Trace[graph.size()];
    paths[0] = trace(List.of(new Trace.Step(null, graph.state(0))));
    for (int from = 0; from < graph.size(); from++) {
      List<Trace.Step> path = paths[from].steps();
      int state = from;
      graph.forEachTransition(
          state,
          t -> {
            Trace.Step step =
                new Trace.Step(graph.actions().get(graph.label(t)), graph.state(graph.target(t)));
            List<Trace.Step> longer = new ArrayList<>(path);
            longer.add(step);
            Trace trace = trace(longer);
            assertThat(Replayer.replay("edge", trace, target, longer.size()).conforms())
                .as(way(longer))
                .isTrue();
            if (paths[graph.target(t)] == null) {
              paths[graph.target(t)] = trace;
            }
          });
    }
    assertThat(paths).doesNotContainNull();
  }

  private static Trace trace(List<Trace.Step> steps) {
    return new Trace(
        new Trace.Meta("edge", "TdpRoot", "none", "0".repeat(64), "1".repeat(64), "an edge"),
        root.vars(),
        steps,
        OptionalInt.empty());
  }

  @Test
  void shouldReportHiddenStateThatNothingComesOfWithAWitnessEach() throws Exception {
    ConformReport report = conform(TdpRootAdapter.with("REMEMBERS_PUTS"));

    assertThat(report.verdict()).isEqualTo("hidden");
    assertThat(report.conforms()).isFalse();
    assertThat(report.divergence()).isNull();
    assertThat(report.hiddenStates()).isPositive();
    assertThat(report.exhausted()).isTrue();
    assertThat(way(report.hidden().first())).isEmpty();
    assertThat(way(report.hidden().second())).isEqualTo("GetRoot(v0) PutRoot(v0)");
    assertThat(report.hidden().differences()).containsExactly("TdpRootSubject.root.wasPut: 0 | 1");
    assertThat(report.transitions()).isEqualTo(32);
    assertThat(report.taken()).as("counted once for each of the spec's states").isEqualTo(32);
    assertThat(report.refused()).isEqualTo(80);
  }

  @Test
  void shouldTakeAnInterruptOfATasksThreadForStateOfItsOwn() throws Exception {
    ConformReport report = conform(TdpRootAdapter.with("PUT_INTERRUPTS"));

    assertThat(report.verdict()).isEqualTo("hidden");
    assertThat(way(report.hidden().second())).isEqualTo("GetRoot(v0) PutRoot(v0)");
    assertThat(report.hidden().differences()).containsExactly("v0.interrupted: none | 1");
  }

  @Test
  void shouldStopExploringHiddenStateThatGrowsForEver() throws Exception {
    ConformReport report = conform(Flaw.COUNTS_READS);

    assertThat(report.verdict()).isEqualTo("hidden");
    assertThat(report.exhausted()).isFalse();
    assertThat(report.hiddenStates()).isEqualTo(4);
    assertThat(way(report.hidden().second())).isEqualTo("Read");
  }

  @Test
  void shouldFindCodeThatChangesAFieldAndThenRefuses() throws Exception {
    ConformReport report = conform(TdpRootAdapter.with("COUNTS_REFUSED_GETS"));

    requireDivergence(
        report, Kind.CHANGED, "InvalidateRoot", "TdpRootSubject.root.refusedGets", "0", "1");
    assertThat(report.divergence().action()).hasToString("GetRoot(v0)");
    assertThat(report.divergence().schedule()).hasToString("zapper: InvalidateRoot; v0: GetRoot");
  }

  @Test
  void shouldFindCodeThatAcceptsWhatTheSpecDisables() throws Exception {
    ConformReport report = conform(TdpRootAdapter.with("GET_OF_INVALID"));

    requireDivergence(report, Kind.ACCEPTED, "InvalidateRoot", "enabled", "FALSE", "TRUE");
    assertThat(report.divergence().action()).hasToString("GetRoot(v0)");
  }

  @Test
  void shouldFindCodeThatRefusesWhatTheSpecEnables() throws Exception {
    ConformReport report = conform(TdpRootAdapter.with("PUT_REFUSED"));

    requireDivergence(
        report, Kind.REFUSED, "InvalidateRoot ZapRoot PutMmuRef", "enabled", "TRUE", "FALSE");
  }

  @Test
  void shouldFindCodeThatIsWrongInTheInitialStateOnly() throws Exception {
    requireDivergence(
        conform(TdpRootAdapter.with("INITIALISES_LATE")), Kind.STATE, "", "refcount", "1", "2");
  }

  @Test
  void shouldFindCodeThatIsWrongOnASelfLoopOnly() throws Exception {
    assertThat(conform(Flaw.NONE).line("Gauge"))
        .isEqualTo(
            "Gauge: 4 states, 12 (state, action) pairs: 10 enabled and taken,"
                + " 2 disabled and refused, 0 hidden");
    requireDivergence(
        conform(Flaw.EMPTIED_BY_READING), Kind.STATE, "Up Up Up Read", "level", "3", "0");
    requireDivergence(
        conform(Flaw.FULL_IS_UNREADABLE),
        Kind.REFUSED,
        "Up Up Up Read",
        "enabled",
        "TRUE",
        "FALSE");
  }

  @Test
  void shouldFindCodeThatLandsInAnotherState() throws Exception {
    ConformReport report = conform(TdpRootAdapter.with("GET_DOES_NOT_COUNT"));

    requireDivergence(report, Kind.STATE, "GetRoot(v0)", "refcount", "2", "1");
    assertThat(report.divergence().differences()).hasToString("[refcount 2 -> 1]");
    assertThat(report.divergence().schedule()).hasToString("v0: GetRoot");
  }

  @Test
  void shouldFindCodeThatThrows() throws Exception {
    requireDivergence(
        conform(TdpRootAdapter.with("PUT_THROWS")),
        Kind.FAILED,
        "GetRoot(v0) PutRoot(v0)",
        "failure",
        "none",
        "java.lang.IllegalStateException: put of a root nobody holds: refcount=2");
  }

  @Test
  void shouldCompareTheCodesOwnVerdictOnAProperty() throws Exception {
    requireDivergence(
        conform(Flaw.MISJUDGES_FULL), Kind.PROPERTY, "Up Up Up", "Low", "FALSE", "TRUE");
  }

  @Test
  void shouldReportCodeThatDoesNotDoTheSameAgain() throws Exception {
    ConformReport report = conform(Flaw.FORGETFUL);

    assertThat(report.verdict()).isEqualTo("diverges");
  }

  /** A getter that caches: the state is another once the binding has read the variables. */
  @Test
  void shouldNameWhatReadingTheVariablesChanges() throws Exception {
    requireDivergence(
        conform(Flaw.CACHES_LOOKS),
        Kind.UNREPEATABLE,
        "",
        "GaugeSubject.looked",
        "0",
        "1 once the variables are read, which must change nothing");
  }

  @Test
  void shouldTellWhatShowedOnceAndNotAgain() throws Exception {
    Spec spec = new GaugeSpec(0);
    requireDivergence(
        Conformer.conform(
            spec, List.of(), StateGraph.of(spec), new GaugeAdapter(Flaw.SLIPS_ONCE), 1),
        Kind.UNREPEATABLE,
        "Up Up Read Up Down",
        "level",
        "2",
        "1");
  }

  @Test
  void shouldMissAnInitialStateThatTheCodeDoesNotStartIn() throws Exception {
    Spec spec = new GaugeSpec(0, 2);

    requireDivergence(
        Conformer.conform(spec, StateGraph.of(spec), new GaugeAdapter(Flaw.NONE)),
        Kind.INITIAL,
        "",
        "Init",
        "TRUE",
        "FALSE");
  }

  @Test
  void shouldRejectAnImplementationThatLacksAnAction() throws Exception {
    requireDivergence(
        conform(new GaugeAdapter(Flaw.NONE)),
        Kind.FAILED,
        "",
        "failure",
        "none",
        "the implementation of Gauge has no action GetRoot");
  }
}
