package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The project's own specs. */
class SpecFolderTest {
  private static final Path SPEC = Path.of("../../spec");

  @Test
  void shouldListEveryConfigurationInTheManifest() {
    Catalog catalog = Catalog.load(SPEC);

    assertThat(catalog.models()).isNotEmpty();
    assertThat(catalog.unlisted()).isEmpty();
  }

  @Test
  void shouldNameConfigurationsForTheirModels() {
    assertThat(Catalog.load(SPEC).models())
        .allSatisfy(
            model -> assertThat(SPEC.resolve(model.configName())).hasContent(model.config()))
        .allSatisfy(model -> assertThat(model.name()).startsWith(model.module() + "_"));
  }
}
