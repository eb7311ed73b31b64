package org.mmucheck.model.inside;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The rounds that stress tests have for right designs, loaded so that they can be led. */
final class RightDesigns {
  private RightDesigns() {}

  /** Which cuts to take of a design. */
  @FunctionalInterface
  interface Sampling {
    /**
     * @param designs how many the stress test has
     * @param number of the design among all
     */
    Sample of(int designs, int number);
  }

  /** For a test of each: the stress test, the design, which cuts to take, and the round. */
  static Stream<Arguments> arguments(Sampling sampling) throws Exception {
    List<Arguments> all = new ArrayList<>();
    for (String test : stressTests()) {
      var designs = new TreeMap<>(MutantLoader.unchanged().rightDesigns(test));
      designs.forEach(
          (design, round) -> {
            Sample sample = sampling.of(designs.size(), all.size());
            all.add(Arguments.arguments(test, design, sample, round));
          });
    }
    return all.stream();
  }

  /** All there are, by their names inside {@code org.mmucheck.model}. */
  private static List<String> stressTests() throws IOException, URISyntaxException {
    Path root =
        Path.of(RightDesigns.class.getResource("RightDesigns.class").toURI())
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
}
