package org.mmucheck.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables of points to what three kernels were found to have. */
class PointsOfKernelsTest {
  private static final Path FOLDER = Path.of("../../linux/points");

  static List<Path> listings() throws IOException {
    return files(".txt");
  }

  static List<Path> tables() throws IOException {
    return files(".json");
  }

  @ParameterizedTest
  @MethodSource("listings")
  void shouldNameJustWhatKernelHas(Path listing) throws IOException {
    List<String> lines = Files.readAllLines(listing);
    String kernel = lines.getFirst().substring("kernel ".length());
    List<String> wanted = new ArrayList<>();
    for (Path table : tables()) {
      KernelPoints points = PointTable.read(table).of(kernel);
      for (Point point : points.points()) {
        for (Spot spot : point.spots()) {
          wanted.add(PointListing.line(points.protocol(), point, spot));
        }
      }
    }
    List<String> found =
        lines.stream().skip(2).map(line -> line.substring(0, line.indexOf(" = "))).toList();
    assertThat(found).isNotEmpty().containsExactlyElementsOf(wanted);
  }

  /** A step is a point, or merged into one, or absent, and the spec has it. */
  @ParameterizedTest
  @MethodSource("tables")
  void shouldAccountForStepsThatSpecHas(Path file) throws IOException {
    PointTable table = PointTable.read(file);
    String module = table.protocol();
    String spec = Files.readString(Path.of("../../spec").resolve(module).resolve(module + ".tla"));
    assertThat(file.getFileName()).hasToString(module + ".json");
    for (String kernel : table.kernels()) {
      KernelPoints points = table.of(kernel);
      assertThat(points.merges())
          .allSatisfy(
              merge ->
                  assertThat(points.before(merge.task(), merge.steps().getFirst()))
                      .as("where %s begins in %s", merge, kernel)
                      .isPresent());
      assertThat(points.absences())
          .allSatisfy(
              absence -> assertThat(points.before(absence.task(), absence.step())).isEmpty());
      Stream<String> named =
          Stream.of(
                  points.points().stream().map(Point::step),
                  points.merges().stream().flatMap(merge -> merge.steps().stream()),
                  points.absences().stream().map(Absence::step))
              .flatMap(steps -> steps);
      assertThat(named)
          .allSatisfy( // where a task stands, or else an action that it takes there
              step -> assertThat(spec).containsPattern("\"" + step + "\"|\\b" + step + "\\("));
      assertThat(points.unsettled())
          .allSatisfy(
              row -> {
                assertThat(points.before(row.task(), row.before())).isPresent();
                assertThat(row.variables())
                    .allSatisfy(variable -> assertThat(spec).containsPattern("\\b" + variable));
              });
    }
  }

  @Test
  void shouldSayWhyProtocolIsNotKnownOfKernel() {
    PointTable caches = PointTable.read(FOLDER.resolve("GfnToPfnCache.json"));
    assertThat(caches.of("7.3.4").unknown()).isEmpty();
    assertThat(caches.of("6.1.192").unknown().orElseThrow())
        .startsWith("6.1 activates and deactivates a cache without refresh_lock");
    KernelPoints none =
        new KernelPoints("P", "7.3", List.of(), List.of(), List.of(), List.of(), List.of());
    assertThat(none.unknown()).hasValue("nobody has looked");
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
