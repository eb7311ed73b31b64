package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.mmucheck.compiled.generated.GeneratedModule;

/** Both engines on generated modules; {@code -Djqwik.tries.default=N} for more of them. */
class GeneratedSpecProperties {
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("mmucheck-generated");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void shouldAgree(@ForAll long seed) throws InterruptedException {
    GeneratedModule module = GeneratedModule.of(seed, false);
    Comparison comparison = Comparison.of(module.in(folder, "Safe"), 2);
    requireEqual(seed, module, comparison);
    assertThat(comparison.tlcFailure()).as("what has no value").isNull();
    Statistics.collect(comparison.found().verdict());
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void shouldAgreeOnWhatHasNoValue(@ForAll long seed) throws InterruptedException {
    GeneratedModule module = GeneratedModule.of(seed, true);
    Comparison comparison = Comparison.of(module.in(folder, "Failing"), 1);
    requireEqual(seed, module, comparison);
    Statistics.collect(comparison.tlcFailure() == null ? "has values" : "fails");
  }

  private static void requireEqual(long seed, GeneratedModule module, Comparison comparison) {
    assertThat(comparison.refusal()).isNull();
    assertThat(comparison.differences())
        .as("seed " + seed + "\n" + module.text() + module.config())
        .isEmpty();
  }
}
