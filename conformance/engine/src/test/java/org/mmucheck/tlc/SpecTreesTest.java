package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.syntax.SpecTree;

class SpecTreesTest {
  private static final Catalog CATALOG = Catalog.load(Path.of("../../spec"));

  @Test
  void shouldReadOnceWhatDiffersInItsPropertiesOnly() {
    Map<String, List<Model>> spaces =
        CATALOG.models().stream()
            .filter(model -> model.module().equals("SlotsRwsem"))
            .collect(Collectors.groupingBy(StateSpaces::name));
    assertThat(spaces.values()).anyMatch(space -> space.size() > 1);
    SpecTrees trees = new SpecTrees();
    for (List<Model> space : spaces.values()) {
      SpecTree first = trees.of(space.getFirst());
      for (Model model : space) {
        SpecTree tree = trees.of(model);
        assertThat(tree.definitions()).isSameAs(first.definitions());
        assertThat(tree.config()).as(model.name()).isEqualTo(new SpecTrees().of(model).config());
      }
    }
  }

  @Test
  void shouldReadEachConfigurationOfConstants() {
    Model right = CATALOG.find("SlotsRwsem").getFirst();
    Model other = CATALOG.find("SlotsRwsem_rwsem_Deadlock").getFirst();
    assertThat(StateSpaces.name(other)).isNotEqualTo(StateSpaces.name(right));
    SpecTrees trees = new SpecTrees();
    assertThat(trees.of(other).constants().values().toString())
        .isEqualTo(new SpecTrees().of(other).constants().values().toString())
        .isNotEqualTo(trees.of(right).constants().values().toString());
  }

  @Test
  void shouldHaveTlcSayWhatIsWrongWithAConfiguration() {
    Model right = CATALOG.find("SlotsRwsem").getFirst();
    Model wrong = right.with("Wrong", right.config() + "\nINVARIANT NotThere\n").build();
    assertThat(StateSpaces.name(wrong)).isEqualTo(StateSpaces.name(right));
    SpecTrees trees = new SpecTrees();
    trees.of(right);
    assertThatThrownBy(() -> trees.of(wrong))
        .isInstanceOf(TlcException.class)
        .hasMessageContaining("NotThere");
  }
}
