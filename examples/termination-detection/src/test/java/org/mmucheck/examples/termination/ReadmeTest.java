package org.mmucheck.examples.termination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.Workbench;

/** What the README shows is what is there. */
class ReadmeTest {
  private static final String SHOWN = "TerminationDetection_wakes-late_Sound";

  private final String readme = read(Path.of("README.md"));

  @Test
  void shouldShowTheSpecAndTheCodeAsTheyAre() throws IOException {
    List<String> snippets = Stream.of("tla", "java").flatMap(this::blocks).toList();
    assertThat(snippets).hasSizeGreaterThan(2);
    assertThat(snippets).allSatisfy(snippet -> assertThat(sources()).contains(snippet));
  }

  @Test
  void shouldShowTheCounterexampleAsExplainTellsIt() throws Exception {
    Workbench workbench = Workbench.open(Path.of("spec"), List.of(new RingAdapter()));
    Model model = workbench.catalog().find(SHOWN).getFirst();
    Trace trace = workbench.check(List.of(model), CheckOptions.quiet()).getFirst().counterexample();
    String told = workbench.explain(Objects.requireNonNull(trace), ExplainFormat.text);
    assertThat(blocks("text").toList()).contains(told.strip() + "\n");
  }

  @Test
  void shouldNameEveryModel() {
    Workbench workbench = Workbench.open(Path.of("spec"), List.of(new RingAdapter()));
    assertThat(workbench.catalog().models())
        .allSatisfy(model -> assertThat(readme).contains("`" + model.id() + "`"));
  }

  private Stream<String> blocks(String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map((MatchResult block) -> block.group(1));
  }

  private static String sources() throws IOException {
    try (Stream<Path> files =
        Stream.concat(Files.walk(Path.of("spec")), Files.walk(Path.of("src")))) {
      return files
          .filter(file -> file.toString().endsWith(".tla") || file.toString().endsWith(".java"))
          .map(ReadmeTest::read)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
