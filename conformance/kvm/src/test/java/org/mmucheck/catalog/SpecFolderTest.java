package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.tlc.TlcJar;

/** The project's own specs, as one finds them in their folders. */
class SpecFolderTest {
  private static final Path SPEC = Path.of("../../spec");
  private static final Path TRACES = Path.of("../../traces");
  private static final Catalog CATALOG = Catalog.load(SPEC);
  private static final int GLANCE = 60;

  @Test
  void shouldNameModelsForTheirModules() {
    assertThat(CATALOG.models())
        .allSatisfy(model -> assertThat(model.name()).startsWith(model.module() + "_"));
  }

  /** The rows are held against the lists as they are read; here, that there are lists. */
  @Test
  void shouldSayOfEachModuleWhatItsRightDesignsCheck() {
    assertThat(CATALOG.models())
        .allSatisfy(model -> assertThat(model.pins().named()).as(model.name()).isNotEmpty());
  }

  @Test
  void shouldGiveEachIdOneWordAndEachWordOneId() {
    Map<String, String> ids = new HashMap<>();
    for (Model model : CATALOG.models()) {
      if (model.id() != null) {
        assertThat(model.word()).as(model.name()).isNotNull();
        assertThat(ids.merge(model.word(), model.id(), (one, other) -> one)).isEqualTo(model.id());
      }
    }
    Set<String> words = new TreeSet<>(ids.keySet());
    words.retainAll(ids.values());
    assertThat(words).as("words that are ids of something").isEmpty();
  }

  @Test
  void shouldSayWhatEachModelShowsAndWhatEachIdIs() throws IOException {
    for (Model model : CATALOG.models()) {
      assertThat(model.summary()).as(model.name()).isNotBlank();
      String readme = Files.readString(model.source().folder().resolve("README.md"));
      String named = model.id() == null ? model.row().replaceFirst("^\\w+?_", "") : model.id();
      assertThat(readme).as(model.name()).containsPattern("\\| `\\Q" + named + "\\E` \\|");
      if (model.word() != null) {
        assertThat(readme).contains("| `" + model.word() + "` |");
      }
    }
  }

  @Test
  void shouldKeepOneTraceForEachBehaviourThatMustFail() throws IOException {
    Set<Path> expected = new TreeSet<>();
    for (Model model : CATALOG.models()) {
      if (model.induction() == null && model.expected().result() != Model.Result.SUCCESS) {
        expected.add(model.traceFile(TRACES));
        assertThat(model.expected().steps()).as(model.name()).isNotNull();
      }
    }
    try (Stream<Path> files = Files.walk(TRACES)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void shouldHaveNoFolderThatTakesMoreThanAGlance() throws IOException {
    for (Path top : List.of(SPEC, TRACES)) {
      try (Stream<Path> all = Files.walk(top)) {
        for (Path folder : all.filter(path -> Files.isDirectory(path)).toList()) {
          try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries.count()).as(folder.toString()).isLessThanOrEqualTo(GLANCE);
          }
        }
      }
    }
  }

  static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.walk(SPEC)) {
      return files.filter(file -> file.toString().endsWith(".cfg")).sorted().toList();
    }
  }

  @Test
  void shouldHaveConfigurationBesideEveryModule() throws IOException {
    try (Stream<Path> files = Files.walk(SPEC)) {
      List<Path> modules =
          files
              .filter(file -> file.toString().endsWith(".tla"))
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .filter(file -> !file.endsWith("SecondaryMmu.tla")) // a contract has no behaviours
              .map(file -> Path.of(file.toString().replaceFirst("tla$", "cfg")))
              .toList();
      assertThat(configurations()).containsExactlyInAnyOrderElementsOf(modules);
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void shouldHaveConfigurationOfRightDesign(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Model model = CATALOG.find(lines.getFirst().substring("\\* ".length())).getFirst();

    assertThat(model.expected().result()).isEqualTo(Model.Result.SUCCESS);
    assertThat(file.getFileName()).hasToString(model.module() + ".cfg");
    String text = String.join("\n", lines) + "\n";
    assertThat(text.substring(text.indexOf("SPECIFICATION")))
        .as("print it again: mmucheck cfg " + model.name() + " >" + file)
        .isEqualTo(model.config());
    assertThat(text).contains("mmucheck cfg " + model.name());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("configurations")
  void shouldCheckInPlainTlc(Path file, @TempDir Path scratch) throws Exception {
    String module = file.getFileName().toString().replace(".cfg", "");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-cp",
                TlcJar.path().toAbsolutePath().toString(),
                "tlc2.TLC",
                "-metadir",
                scratch.resolve("states").toString(),
                "-workers",
                "2",
                module));
    Path output = scratch.resolve("output");
    Process tlc =
        new ProcessBuilder(command)
            .directory(file.resolveSibling("").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = tlc.waitFor();

    assertThat(exitCode).as(Files.readString(output)).isZero();
    Model model =
        CATALOG.find(Files.readAllLines(file).getFirst().substring("\\* ".length())).getFirst();
    assertThat(Files.readString(output))
        .contains(" " + model.expected().distinctStates() + " distinct states found");
  }
}
