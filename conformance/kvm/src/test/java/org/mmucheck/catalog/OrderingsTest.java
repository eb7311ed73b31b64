package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.workbench.Workbench;

/** What the manifests say of the orderings that right designs rely on. */
class OrderingsTest {
  private static final Catalog CATALOG = Workbench.open(Path.of("../../spec")).catalog();

  /** Else {@code ablate} has to look for what breaks, and says so. */
  @Test
  void shouldExplainEachOrderingOfARightDesign() {
    List<String> unexplained =
        CATALOG.designs().stream()
            .flatMap(
                design ->
                    ConfigText.of(design.model()).truths().entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .filter(constant -> !design.environment().contains(constant))
                        .filter(constant -> design.ordering(constant).isEmpty())
                        .map(constant -> design.model().name() + ", " + constant))
            .toList();

    assertThat(CATALOG.designs()).isNotEmpty();
    assertThat(unexplained).isEmpty();
  }

  /** A row's name stands for several models, some of which list no such property. */
  @Test
  void shouldShowHarmAtTheModelThatBreaksTheProperty() {
    List<String> wrong =
        CATALOG.designs().stream()
            .flatMap(design -> design.orderings().stream())
            .filter(ordering -> ordering.harm() != null && hasBetter(ordering.harm()))
            .map(ordering -> ordering.constant() + " at " + ordering.harm().at().name())
            .toList();

    assertThat(CATALOG.find("RootLifetime_d-w5")).hasSizeGreaterThan(1);
    assertThat(wrong).isEmpty();
  }

  private static boolean hasBetter(Design.Harm harm) {
    return !harm.breaks().equals(harm.at().expected().property())
        && CATALOG.models().stream()
            .filter(model -> model.row().equals(harm.at().row()))
            .filter(model -> model.module().equals(harm.at().module()))
            .anyMatch(model -> harm.breaks().equals(model.expected().property()));
  }
}
