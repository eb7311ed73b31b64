package org.mmucheck.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.toy.TdpRootAdapter;

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
  }

  @Test
  void shouldWalkOnceForModelsThatExploreTheSame() throws Exception {
    List<Conformed> conformed = workbench.conform(List.of(REACH, BUG, RIGHT), 1, model -> {});
    assertThat(conformed).extracting(Conformed::model).containsExactly(REACH, BUG, RIGHT);
    assertThat(conformed.get(0).report()).isSameAs(conformed.get(2).report());
    assertThat(conformed.get(1).report()).isNotSameAs(conformed.get(0).report());
  }

  private static Model model(String name, Result result, @Nullable String property) {
    return Model.of(name, Source.read(SPECS.resolve("TdpRoot.tla"), SPECS.resolve(name + ".cfg")))
        .expected(result, property)
        .build();
  }
}
