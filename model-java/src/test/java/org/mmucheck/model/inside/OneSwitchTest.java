package org.mmucheck.model.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.model.Race;

/**
 * The right designs again, whole operations at once, but with one switch of context at each place
 * of the code: what free-running threads meet once in a thousand rounds is met in one. Where a
 * stress test has four designs or more, which share their code, each is cut at every fourth place,
 * one beginning where the other does not; {@code -Dmmucheck.everyCut=1} cuts each at all.
 */
@Tag("slow")
class OneSwitchTest {
  private static final int EVERY = Integer.getInteger("mmucheck.everyCut", 4);

  static Stream<Arguments> rightDesigns() throws Exception {
    List<Arguments> all = new ArrayList<>();
    for (String test : stressTests()) {
      var designs = new TreeMap<>(MutantLoader.unchanged().rightDesigns(test));
      int every = designs.size() < EVERY ? 1 : EVERY;
      designs.forEach(
          (design, round) -> all.add(arguments(test, design, every, all.size(), round)));
    }
    return all.stream();
  }

  /** All there are, by their names inside {@code org.mmucheck.model}. */
  private static List<String> stressTests() throws IOException, URISyntaxException {
    Path root =
        Path.of(OneSwitchTest.class.getResource("OneSwitchTest.class").toURI())
            .getParent()
            .getParent();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith("StressTest.class"))
          .map(file -> file.replace(".class", "").replace(File.separatorChar, '.'))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rightDesigns")
  void shouldHoldWhereverOthersGoFirst(
      String test, String design, int every, int first, Race.Round round)
      throws InterruptedException {
    assertThat(Cuts.reports(round, every, first)).as("%s of %s", design, test).isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            "gmem.GmemStressTest",
            "V7_3, round 1",
            new Mutation("sync.Srcu", "begin", Mutation.Kind.WAITS_FOR_NOBODY)),
        arguments(
            "tables.TreeStressTest",
            "V5_18",
            new Mutation("mmu.SpteTable", "compareAndSet", Mutation.Kind.LOOKS_THEN_WRITES)));
  }

  @ParameterizedTest(name = "{2} in {0} {1}")
  @MethodSource("mistakes")
  void shouldSeeWhatGoesWrongInsideAStep(String test, String design, Mutation mistake)
      throws Exception {
    Race.Round round = MutantLoader.with(mistake).rightDesigns(test).get(design);
    assertThat(Cuts.search(round)).isNotEmpty();
  }
}
