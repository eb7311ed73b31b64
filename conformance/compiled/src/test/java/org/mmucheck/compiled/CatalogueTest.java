package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.SpecTrees;

/** The compiled engine on a part of the catalogue that has models of every module. */
@Tag("slow")
class CatalogueTest {
  private static final int EVERY = 8;

  @Test
  void shouldFindWhatTheManifestsExpect() throws InterruptedException {
    List<Model> quick =
        Catalog.load(Path.of("../../spec")).models().stream()
            .filter(model -> model.tier().equals("quick"))
            .toList();
    List<String> differences = new ArrayList<>();
    SpecTrees trees = new SpecTrees();
    int checked = 0;
    for (int i = 0; i < quick.size(); i += EVERY) {
      CompiledCheck check = CompiledCheck.of(quick.get(i), trees, 1);
      assertThat(check.refusal()).as(quick.get(i).name()).isNull();
      differences.addAll(check.differences());
      checked++;
    }
    assertThat(differences).isEmpty();
    assertThat(checked).isGreaterThan(quick.size() / EVERY - 1);
  }
}
