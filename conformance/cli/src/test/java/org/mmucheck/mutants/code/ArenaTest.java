package org.mmucheck.mutants.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.StateSpaces;

class ArenaTest {
  private static final Catalog CATALOG = Catalog.load(Path.of("../../spec"));

  @Test
  void shouldChooseFirstWhatDiffersMost() {
    List<List<Model>> spaces =
        spaces("TablePages_v5.18", "TablePages_v5.13", "TablePages_v5.18_faults");
    List<List<Model>> chosen = Arena.chosen(spaces, 2);
    // All lines of the smallest are new; then two vCPUs are more than a release.
    assertThat(names(chosen)).containsExactly("TablePages_v5.13", "TablePages_v5.18_faults");
  }

  @Test
  void shouldBeginWithTheSmallestAndTakeNoMoreThanThereAre() {
    List<List<Model>> spaces = spaces("TablePages_v5.18_faults", "TablePages_v5.13");
    assertThat(names(Arena.chosen(spaces, 12)))
        .containsExactly("TablePages_v5.13", "TablePages_v5.18_faults");
  }

  private static List<List<Model>> spaces(String... names) {
    return StateSpaces.of(List.of(names).stream().map(ArenaTest::model).toList());
  }

  private static Model model(String name) {
    return CATALOG.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(List<List<Model>> spaces) {
    return spaces.stream().map(space -> space.getFirst().name()).toList();
  }
}
