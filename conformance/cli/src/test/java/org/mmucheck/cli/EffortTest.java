package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;

class EffortTest {
  private static final Path SPEC = Path.of("..", "..", "spec");

  @Test
  void shouldSpendTheOptimizingCompilerOnEachModelOfTheFullTier() {
    List<Model> full =
        Catalog.load(SPEC).models().stream().filter(model -> model.tier().equals("full")).toList();
    assertThat(full)
        .isNotEmpty()
        .allSatisfy(
            model ->
                assertThat(Effort.of(List.of("--json", "check", model.name()), SPEC))
                    .as(model.name())
                    .isEqualTo(Effort.FULL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "explain RootLifetime_b_NoPageUAF",
        "replay traces",
        "check",
        "check b",
        "check yield-at-zero --workers 2",
        "check no-such-model",
        "cfg b",
        "--help",
        "-V",
      })
  void shouldSpareItWhereEachThingIsDoneOnce(String call) {
    assertThat(Effort.of(List.of(call.split(" ")), SPEC)).isEqualTo(Effort.LIGHT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conform",
        "fuzz b",
        "graph d2 --out g",
        "ablate",
        "bench",
        "check --tier full",
        "check --tier=all",
        "check Foo.tla Foo.cfg",
        "--json",
        "--fresh --all",
      })
  void shouldSpendItWhereWorkIsRepeated(String call) {
    assertThat(Effort.of(List.of(call.split(" ")), SPEC)).isEqualTo(Effort.FULL);
  }

  @Test
  void shouldSpendItOnTheWholeJob() {
    assertThat(Effort.of(List.of(), SPEC)).isEqualTo(Effort.FULL);
  }

  @Test
  void shouldReadTheManifestThatTheCallNames() {
    String folder = "../../examples/termination-detection/spec";
    List<String> large = List.of("check", "--spec", folder, "right_FiveMessages");
    assertThat(Effort.of(large, SPEC)).isEqualTo(Effort.FULL);
    assertThat(Effort.of(List.of("check", "--spec=" + folder, "right_FourNodes"), SPEC))
        .isEqualTo(Effort.LIGHT);
  }

  @Test
  void shouldBoundTheRoomForNewObjectsInLargeHeapsOnly() {
    assertThat(Effort.options(Effort.FULL, 6L << 30))
        .isEqualTo("-XX:TieredStopAtLevel=4 -XX:MaxNewSize=256m");
    assertThat(Effort.options(Effort.LIGHT, 512L << 20)).isEqualTo("-XX:TieredStopAtLevel=1");
  }
}
