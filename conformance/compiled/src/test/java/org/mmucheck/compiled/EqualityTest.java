package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.explore.Found.Verdict;

/** Both engines on models of the catalogue. */
class EqualityTest {
  private static final Catalog CATALOG = Catalog.load(Path.of("../../spec"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_a2",
        "RootLifetime_b_NoPageUAF",
        "RootLifetime_b_Contract",
        "GuestMap_map-gpc",
        "NotifierFault_precheck_OneFrame",
        "SlotsRwsem_rwsem_Deadlock",
        "SpteBits_ad_Refines"
      })
  void shouldFindWhatTlcFinds(String name) throws InterruptedException {
    Comparison comparison = Comparison.of(model(name), 2);
    assertThat(comparison.refusal()).isNull();
    assertThat(comparison.tlcFailure()).isNull();
    assertThat(comparison.differences()).isEmpty();
  }

  @Test
  void shouldCountAsTheManifestPins() throws InterruptedException {
    Model model = model("RootLifetime_a2");
    Found found = CompiledModel.of(model).explore(1, false);
    assertThat(found.verdict()).isEqualTo(Verdict.SUCCESS);
    assertThat(found.distinct()).isEqualTo(model.expected().distinctStates());
    assertThat(found.depth()).isEqualTo(model.expected().depth());
  }

  @Test
  void shouldFindAShortestBehaviour() throws InterruptedException {
    Model model = model("RootLifetime_b_NoPageUAF");
    CompiledModel compiled = CompiledModel.of(model);
    Found found = compiled.exploreForBehaviour(2);
    assertThat(found.property()).isEqualTo("NoPageUAF");
    assertThat(found.behaviour()).hasSize(model.expected().steps() + 1);
    assertThat(found.length()).isEqualTo(found.behaviour().size());
    assertThat(compiled.states(found).getLast().value("splat").toString())
        .contains("use-after-free: page");
  }

  @Test
  void shouldGiveUpWhereThereAreTooManyStates() throws InterruptedException {
    Found found = CompiledModel.of(model("RootLifetime_a2")).explore(1, false, 100);
    assertThat(found.verdict()).isEqualTo(Verdict.UNFINISHED);
    assertThat(found.distinct()).isBetween(100L, 1_000L);
  }

  static Model model(String name) {
    return CATALOG.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
