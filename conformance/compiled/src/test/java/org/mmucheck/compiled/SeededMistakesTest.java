package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.build.SpecBuilder;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.generated.GeneratedModule;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;

/** A wrong compiler is caught. */
class SeededMistakesTest {
  private static final int MODULES = 150;
  private static final long MOST_STATES = 5_000;

  @TempDir private Path folder;

  @Test
  void shouldFindEachMistakeByComparison() throws InterruptedException {
    Map<Mistake, Long> foundBy = new EnumMap<>(Mistake.class);
    for (long seed = 0; seed < MODULES && foundBy.size() < Mistake.values().length; seed++) {
      Model model = GeneratedModule.of(seed, false).in(folder, "Seeded");
      try (TlcSession session = TlcSessions.open(model)) {
        Program program = SpecBuilder.build(session.tree());
        Found right = CompiledModel.of(program).explore(1, true);
        Captured tlc = session.captureAsItIs(TlcOptions.oneWorker());
        assertThat(Comparison.differences(tlc.result(), tlc.graph(), right, true)).isEmpty();
        for (Mistake mistake : open(foundBy)) {
          CompiledModel wrong = CompiledModel.of(mistake.in(program));
          Found found = wrong.explore(1, true, MOST_STATES);
          if (!Comparison.differences(tlc.result(), tlc.graph(), found, true).isEmpty()) {
            foundBy.put(mistake, seed);
          }
        }
      }
    }
    assertThat(open(foundBy)).as("found by " + foundBy).isEmpty();
  }

  private static Set<Mistake> open(Map<Mistake, Long> foundBy) {
    Set<Mistake> open = EnumSet.allOf(Mistake.class);
    open.removeAll(foundBy.keySet());
    return open;
  }
}
