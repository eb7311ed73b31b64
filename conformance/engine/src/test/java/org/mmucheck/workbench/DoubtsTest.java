package org.mmucheck.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.input.InputException;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.toy.TdpRootTraces;
import org.mmucheck.trace.Trace;

/** What a trace says of itself is not believed. */
class DoubtsTest {
  private static final Path SPECS = Path.of("src/test/resources/specs");
  private static final Model BUG = model("TdpRoot_b", Result.SAFETY_FAILURE, "ZapSeesLiveRoot");
  private static final Model RIGHT = model("TdpRoot", Result.SUCCESS, null);

  private final Workbench workbench = Workbench.open(SPECS, List.of(TdpRootAdapter.right()));

  @Test
  void shouldBelieveWhatTheStatesShow() {
    ReplayReport report = replay(claiming("ZapSeesLiveRoot"));
    assertThat(report.conforms()).isTrue();
    assertThat(report.verdict()).isEqualTo("conforms");
  }

  @Test
  void shouldDoubtPropertyThatTheLastStateSatisfies() {
    Trace whole = claiming("ZapSeesLiveRoot");
    ReplayReport report = replay(with(whole, whole.steps().subList(0, 4), whole.loop()));
    assertThat(report.doubts()).containsExactly("the last state satisfies ZapSeesLiveRoot");
    assertThat(report.conforms()).isFalse();
    assertThat(report.verdict()).isEqualTo("refuted");
  }

  @Test
  void shouldNotAskAboutPartOfTrace() {
    Trace whole = claiming("ZapSeesLiveRoot");
    assertThat(workbench.replay("t", whole, BUG, BUG, 3).conforms()).isTrue();
  }

  @Test
  void shouldDoubtPropertyThatIsBrokenBefore() {
    Trace reach = claiming("ReachHeldWhileInvalid");
    assertThat(replay(with(reach, reach.steps().subList(0, 4), reach.loop())).doubts())
        .containsExactly(
            "names ReachHeldWhileInvalid, but TdpRoot_b is to break ZapSeesLiveRoot",
            "ReachHeldWhileInvalid is broken already in step 2");
  }

  @Test
  void shouldDoubtTraceOfOtherFiles() {
    Trace.Meta own = TraceMetas.of(BUG, "ZapSeesLiveRoot", "");
    Trace.Meta said =
        new Trace.Meta(
            own.model(), own.module(), own.property(), "0".repeat(64), "1".repeat(64), "");
    assertThat(replay(with(said, TdpRootTraces.bug())).doubts())
        .hasSize(2)
        .anyMatch(doubt -> doubt.startsWith("was made from another TdpRoot.tla"))
        .anyMatch(doubt -> doubt.startsWith("was made from another configuration of TdpRoot_b"));
  }

  @Test
  void shouldDoubtLoopThatNothingAsksFor() {
    Trace whole = claiming("ZapSeesLiveRoot");
    assertThat(replay(with(whole, whole.steps(), OptionalInt.of(4))).doubts())
        .containsExactly("has a loop, but its last state breaks ZapSeesLiveRoot already");
  }

  @Test
  void shouldDoubtLivenessWithoutLoopAndUnfairLoop() {
    Trace right = with(named(RIGHT, "InvalidRootIsFreed"), TdpRootTraces.right());
    Trace cut = with(right, right.steps().subList(0, 4), OptionalInt.empty());
    assertThat(replay(cut, RIGHT).doubts())
        .containsExactly(
            "has no loop, and only an infinite behaviour can break InvalidRootIsFreed");
    assertThat(replay(with(cut, cut.steps(), OptionalInt.of(3)), RIGHT).doubts())
        .containsExactly(
            "does not break InvalidRootIsFreed by what it repeats for ever, or is not fair");
  }

  /** The spec's properties are not one: the trace must break the one that it names. */
  @Test
  void shouldDoubtLassoThatBreaksAnotherPropertyThanItNames(@TempDir Path folder) throws Exception {
    String module = Files.readString(SPECS.resolve("TdpRoot.tla"));
    Path file = folder.resolve("TdpRoot.tla");
    Files.writeString(file, module.replaceFirst("={20,}\\s*$", "UsedForEver == []<>(~Freed)\n$0"));
    Path config = folder.resolve("TdpRoot.cfg");
    Files.writeString(
        config,
        Files.readString(SPECS.resolve("TdpRoot.cfg"))
            .replace("InvalidRootIsFreed", "InvalidRootIsFreed UsedForEver"));
    Model two = Model.of("TdpRoot", Source.read(file, config)).build();
    Trace freed = TdpRootTraces.right();
    Trace lasso =
        new Trace(
            freed.meta(), freed.vars(), freed.steps(), OptionalInt.of(freed.steps().size() - 1));

    assertThat(replay(with(named(two, "UsedForEver"), lasso), two).doubts()).isEmpty();
    assertThat(replay(with(named(two, "InvalidRootIsFreed"), lasso), two).doubts())
        .containsExactly(
            "does not break InvalidRootIsFreed by what it repeats for ever, or is not fair");
  }

  @Test
  void shouldDoubtDeadlockThatIsNone() {
    Trace whole = claiming("deadlock");
    assertThat(replay(with(whole, whole.steps().subList(0, 2), whole.loop())).doubts())
        .contains("ends in no deadlock: GetRoot(v1) is enabled there");
    assertThat(replay(with(whole, whole.steps(), OptionalInt.of(4))).doubts())
        .contains("has a loop, but after a deadlock nothing happens any more");
  }

  @Test
  void shouldDoubtTraceThatShowsNothing() {
    Trace nothing = claiming("");
    assertThat(replay(with(nothing, nothing.steps().subList(0, 1), nothing.loop())).doubts())
        .containsExactly("takes no step and names no property, and so shows nothing");
    assertThat(replay(nothing).doubts()).as("its steps are what it shows").isEmpty();
  }

  @Test
  void shouldRefusePropertyAndModuleThatAreNotThere() {
    assertThatThrownBy(() -> replay(claiming("NoSuchThing")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t: #meta.property: the module TdpRoot has no operator NoSuchThing; TdpRoot_b checks"
                + " ZapSeesLiveRoot");
    assertThatThrownBy(() -> replay(claiming("ZapSeesLifeRoot")))
        .hasMessageEndingWith("has no operator ZapSeesLifeRoot; did you mean ZapSeesLiveRoot?");
    assertThatThrownBy(() -> replay(claiming("InvalidRootIsFreed")))
        .as("temporal, and not this model's")
        .hasMessage(
            "t: #meta.property: InvalidRootIsFreed is no state predicate; TdpRoot_b checks"
                + " ZapSeesLiveRoot");
    Trace.Meta own = TraceMetas.of(BUG, "ZapSeesLiveRoot", "");
    Trace.Meta other = new Trace.Meta(own.model(), "Gate", own.property(), "", "", "");
    assertThatThrownBy(() -> replay(with(other, TdpRootTraces.bug())))
        .isInstanceOf(InputException.class)
        .hasMessage("t: #meta.module: is Gate, but TdpRoot_b is a model of TdpRoot");
  }

  private ReplayReport replay(Trace trace) {
    return replay(trace, BUG);
  }

  private ReplayReport replay(Trace trace, Model model) {
    return workbench.replay("t", trace, model, model, Integer.MAX_VALUE);
  }

  private static Trace claiming(String property) {
    return with(named(BUG, property), TdpRootTraces.bug());
  }

  private static Trace.Meta named(Model model, String property) {
    return TraceMetas.of(model, property, "");
  }

  private static Trace with(Trace.Meta meta, Trace trace) {
    return new Trace(meta, trace.vars(), trace.steps(), trace.loop());
  }

  private static Trace with(Trace trace, List<Trace.Step> steps, OptionalInt loop) {
    return new Trace(trace.meta(), trace.vars(), steps, loop);
  }

  private static Model model(String name, Result result, @Nullable String property) {
    return Model.of(name, Source.read(SPECS.resolve("TdpRoot.tla"), SPECS.resolve(name + ".cfg")))
        .expected(result, property)
        .build();
  }
}
