package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces that other tools wrote are explained, without a manifest and without Java code. */
class SamplesTest {
  private static final Path SAMPLES = Path.of("src/test/resources/samples");
  private static final int WIDTH = 72;

  @TempDir Path home;

  static List<String> samples() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES, 2)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> SAMPLES.relativize(file).toString())
          .filter(file -> file.contains("/") && !file.startsWith("explained"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldExplainWhatAnotherToolWrote(String sample) throws IOException {
    CliFixture cli = new CliFixture(home);
    assertThat(cli.run("explain", SAMPLES.resolve(sample).toString())).as(cli.err()).isZero();
    String printed = cli.out();
    Golden.requireSame("samples/explained/" + sample.replace('/', '-') + ".txt", printed);
    assertThat(printed.lines()).allMatch(line -> line.length() <= WIDTH);

    cli.in = Files.readString(SAMPLES.resolve(sample));
    assertThat(cli.run("explain", "-")).isZero();
    assertThat(cli.out()).as("from a pipe").isEqualTo(printed);
  }

  @Test
  void shouldHaveSamplesOfEachTool() throws IOException {
    List<String> samples = samples();
    assertThat(samples).filteredOn(each -> each.startsWith("tlc/")).hasSizeGreaterThan(10);
    assertThat(samples).filteredOn(each -> each.startsWith("quint/")).hasSize(3);
    assertThat(samples).filteredOn(each -> each.startsWith("apalache/")).hasSize(3);
  }
}
