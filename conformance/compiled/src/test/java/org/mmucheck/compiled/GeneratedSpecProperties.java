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
  private static final String REFUSED = "refused";

  /** The one construct of these modules that the engine does not know. */
  private static final String NOT_COMPILED = "alternatives under a \\A whose set is not constant";

  /** A few of them count for ever, or nearly so. */
  private static final long MOST_STATES = 1_000_000;

  private static final String TOO_LARGE = "more than " + MOST_STATES + " states";

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
    Comparison comparison = Comparison.of(module.in(folder, "Safe"), 2, MOST_STATES);
    requireEqual(seed, module, comparison);
    assertThat(comparison.tlcFailure()).as("what has no value").isNull();
    Statistics.collect(
        comparison.refusal() == null
            ? comparison.found().verdict().toString()
            : refused(comparison));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void shouldAgreeOnWhatHasNoValue(@ForAll long seed) throws InterruptedException {
    GeneratedModule module = GeneratedModule.of(seed, true);
    Comparison comparison = Comparison.of(module.in(folder, "Failing"), 1, MOST_STATES);
    requireEqual(seed, module, comparison);
    String values = comparison.tlcFailure() == null ? "has values" : "fails";
    Statistics.collect(comparison.refusal() == null ? values : refused(comparison));
  }

  private static String refused(Comparison comparison) {
    return String.valueOf(comparison.refusal()).equals(TOO_LARGE) ? TOO_LARGE : REFUSED;
  }

  private static void requireEqual(long seed, GeneratedModule module, Comparison comparison) {
    if (comparison.refusal() != null) { // about one in three thousand
      assertThat(comparison.refusal()).containsAnyOf(NOT_COMPILED, TOO_LARGE);
    }
    assertThat(comparison.differences())
        .as("seed " + seed + "\n" + module.text() + module.config())
        .isEmpty();
  }
}
