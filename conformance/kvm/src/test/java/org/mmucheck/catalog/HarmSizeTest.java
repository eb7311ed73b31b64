package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.workbench.Workbench;

class HarmSizeTest {
  /** A row's name stands for several models, some of which list no such property. */
  @Test
  void shouldShowHarmAtTheModelThatBreaksTheProperty() {
    Catalog catalog = Workbench.open(Path.of("../../spec")).catalog();
    List<String> wrong =
        catalog.designs().stream()
            .flatMap(design -> design.orderings().stream())
            .filter(ordering -> ordering.harm() != null && hasBetter(catalog, ordering.harm()))
            .map(ordering -> ordering.constant() + " at " + ordering.harm().at().name())
            .toList();

    assertThat(catalog.find("RootLifetime_d-w5")).hasSizeGreaterThan(1);
    assertThat(wrong).isEmpty();
  }

  private static boolean hasBetter(Catalog catalog, Design.Harm harm) {
    return !harm.breaks().equals(harm.at().expected().property())
        && catalog.models().stream()
            .filter(model -> model.row().equals(harm.at().row()))
            .filter(model -> model.module().equals(harm.at().module()))
            .anyMatch(model -> harm.breaks().equals(model.expected().property()));
  }
}
