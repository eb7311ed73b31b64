package org.mmucheck.examples.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.mmucheck.catalog.Model;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.Workbench;

/** The README says what the files and the tool say. */
class ReadmeTest {
  private static final Pattern SNIPPET = Pattern.compile("```(tla|java)\n(.*?)```", Pattern.DOTALL);

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void shouldQuoteTheFilesAsTheyAre() throws IOException {
    String files;
    try (Stream<Path> all = Stream.of("spec", "src").flatMap(ReadmeTest::walk)) {
      files = all.map(ReadmeTest::read).collect(Collectors.joining("\n"));
    }
    Matcher snippets = SNIPPET.matcher(readme());
    int count = 0;
    while (snippets.find()) {
      assertThat(files).contains(snippets.group(2));
      count++;
    }
    assertThat(count).isGreaterThan(2);
  }

  private static Stream<Path> walk(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldTellTheCounterexampleThatTlcFinds() throws Exception {
    Workbench specs =
        Workbench.open(Path.of("spec"), List.of(Adapter.of("BoundedQueue", scene -> {})));
    List<Model> mistake = specs.catalog().find("one-condition");
    CheckResult result =
        specs.check(mistake, new CheckOptions(1, null, (model, progress) -> {}, null)).getFirst();
    assertThat(result.asExpected()).isTrue();
    assertThat(readme()).contains(specs.explain(result.counterexample(), ExplainFormat.text));
  }

  @Test
  void shouldListTheTestsThatThereAre() throws Exception {
    List<Event> tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(DiscoverySelectors.selectClass(BoundedQueueTest.class))
            .execute()
            .testEvents()
            .finished()
            .list();
    String list =
        tests.stream()
            .map(event -> "    " + event.getTestDescriptor().getDisplayName() + "\n")
            .collect(Collectors.joining());
    assertThat(tests).hasSize(11);
    assertThat(readme()).contains(list);
  }
}
