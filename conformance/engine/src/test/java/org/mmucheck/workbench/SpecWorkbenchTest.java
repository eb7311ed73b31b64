package org.mmucheck.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class SpecWorkbenchTest {
  private static final Path SPECS = Path.of("src/test/resources/specs");
  private static final Model RIGHT = model("TdpRoot", Result.SUCCESS, null);
  private static final Model REACH =
      model("TdpRoot_Reach", Result.SAFETY_FAILURE, "ReachHeldWhileInvalid");
  private static final Model BUG = model("TdpRoot_b", Result.SAFETY_FAILURE, "ZapSeesLiveRoot");

  private final Workbench workbench = Workbench.open(SPECS, List.of(TdpRootAdapter.right()));

  @Test
  void shouldConformWhileCheckingWhatMustSucceed() throws Exception {
    Workbench.Checked all =
        workbench.checkAndConform(
            List.of(REACH, BUG, RIGHT), new CheckOptions(1, null, (model, explored) -> {}, null));
    assertThat(all.checks()).hasSize(3);
    assertThat(all.conformed()).singleElement().extracting(Conformed::model).isEqualTo(RIGHT);
    assertThat(all.conformed().getFirst().report().conforms()).isTrue();
    assertThat(all.replays()).containsOnlyKeys(REACH, BUG);
    assertThat(all.replays().get(REACH).conforms()).isTrue();
    assertThat(all.replays().get(BUG).conforms()).isTrue();
  }

  @Test
  void shouldSeeWhileCheckingThatTheCodeDoesNotFollowACounterexample() throws Exception {
    Workbench other = Workbench.open(SPECS, List.of(TdpRootAdapter.with("INITIAL_COUNT")));
    Workbench.Checked all = other.checkAndConform(List.of(BUG), CheckOptions.quiet());
    assertThat(all.checks()).allMatch(CheckResult::asExpected);
    assertThat(all.replays().get(BUG).divergence()).isNotNull();
  }

  @Test
  void shouldSayWhetherATraceThatCodeDoesNotFollowIsABehaviour() throws Exception {
    CheckResult found = workbench.check(List.of(BUG), CheckOptions.quiet()).getFirst();
    Trace right = Objects.requireNonNull(found.counterexample());
    List<Trace.Step> steps = new ArrayList<>(right.steps());
    steps.remove(1);
    Trace cut = new Trace(right.meta(), right.vars(), steps, OptionalInt.empty());
    for (int again = 0; again < 2; again++) { // the second time by what is known of the model
      ReplayReport report = workbench.replay("cut", cut, BUG, BUG, Integer.MAX_VALUE);
      assertThat(report.divergence()).isNotNull();
      assertThat(report.doubts())
          .singleElement()
          .asString()
          .startsWith("is no behaviour of TdpRoot_b: step ");
    }
    Workbench wrong = Workbench.open(SPECS, List.of(TdpRootAdapter.with("INITIAL_COUNT")));
    ReplayReport codes = wrong.replay("right", right, BUG, BUG, Integer.MAX_VALUE);
    assertThat(codes.divergence()).isNotNull();
    assertThat(codes.doubts()).as("the code's fault").isEmpty();
  }

  @Test
  void shouldConformTheOthersWhenTlcReachesNoVerdictOnOne() throws Exception {
    Model unfit = model("TdpRoot", "CounterMissingConstant");
    Workbench.Checked all = workbench.checkAndConform(List.of(unfit, RIGHT), CheckOptions.quiet());
    assertThat(all.checks().getFirst().failure()).isNotNull();
    assertThat(all.conformed()).singleElement().extracting(Conformed::model).isEqualTo(RIGHT);
    assertThat(all.unjudged()).isEmpty();
  }

  @Test
  void shouldConformTheOthersWhenTheWalkOfOneBreaksDown() throws Exception {
    Model good = model("Counter", "CounterGood");
    Workbench both = Workbench.open(SPECS, List.of(TdpRootAdapter.right(), new BrokenAdapter()));
    Workbench.Checked all = both.checkAndConform(List.of(good, RIGHT), CheckOptions.quiet());
    assertThat(all.checks()).allMatch(CheckResult::asExpected);
    assertThat(all.conformed()).singleElement().extracting(Conformed::model).isEqualTo(RIGHT);
    assertThat(all.unjudged()).singleElement().extracting(Unjudged::model).isEqualTo(good);
    assertThatThrownBy(() -> both.conform(List.of(RIGHT, good), 1, model -> {}))
        .hasMessage("no class is known");
  }

  /** Nothing of it works, not even telling what is its own. */
  private static final class BrokenAdapter implements Adapter {
    @Override
    public String module() {
      return "Counter";
    }

    @Override
    public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
      throw new IllegalStateException("no binding");
    }

    @Override
    public List<String> actions() {
      return List.of();
    }

    @Override
    public Caption caption(ActionInstance action) {
      return new Caption("", "", "");
    }

    @Override
    public boolean isOwn(String className) {
      throw new IllegalStateException("no class is known");
    }
  }

  @Test
  void shouldWalkOnceForModelsThatExploreTheSame() throws Exception {
    List<Conformed> conformed = workbench.conform(List.of(REACH, BUG, RIGHT), 1, model -> {});
    assertThat(conformed).extracting(Conformed::model).containsExactly(REACH, BUG, RIGHT);
    assertThat(conformed.get(0).report()).isSameAs(conformed.get(2).report());
    assertThat(conformed.get(1).report()).isNotSameAs(conformed.get(0).report());
  }

  private static Model model(String module, String config) {
    Source source = Source.read(SPECS.resolve(module + ".tla"), SPECS.resolve(config + ".cfg"));
    return Model.of(config, source).expected(Result.SUCCESS, null).build();
  }

  private static Model model(String name, Result result, @Nullable String property) {
    return Model.of(name, Source.read(SPECS.resolve("TdpRoot.tla"), SPECS.resolve(name + ".cfg")))
        .expected(result, property)
        .build();
  }
}
