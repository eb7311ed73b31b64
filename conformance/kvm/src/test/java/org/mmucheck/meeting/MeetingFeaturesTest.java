package org.mmucheck.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Features;

/** The features of the project's modules meet in quick right designs, or never do for a reason. */
@Tag("slow")
class MeetingFeaturesTest {
  private static final Catalog CATALOG = Catalog.load(Path.of("../../spec"));

  @Test
  void shouldMeetOrHaveReason() throws Exception {
    Set<String> modules =
        CATALOG.features().stream().map(Features::module).collect(Collectors.toSet());
    List<FeaturePair> pairs = FeaturePairs.of(CATALOG, modules, 2, model -> {});

    assertThat(pairs).isNotEmpty();
    assertThat(pairs.stream().map(FeaturePair::problem).filter(Objects::nonNull)).isEmpty();
  }
}
