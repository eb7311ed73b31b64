package org.mmucheck.lamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.mmucheck.junit.Binds;
import org.mmucheck.junit.SpecTest;
import org.mmucheck.subject.Scene;

/** Code that breaks down, as JUnit's launcher tells it to an IDE or to Maven. */
class BrokenCodeTest {
  private static final String SPEC = "src/test/resources/lamp";
  private static final Path TRACES = Path.of(SPEC, "traces");

  /** Binds code that throws in a step. */
  @SpecTest(SPEC)
  static class Broken {
    @Binds("Lamp")
    void lamp(Scene scene) {
      Lamp lamp = new Lamp();
      scene.names("User").forEach(user -> scene.task(user).on("Turn", args -> lamp.turn()));
      scene.variable("on", lamp::isOn);
    }
  }

  /** Breaks down itself. */
  @SpecTest(SPEC)
  static class BrokenBinding {
    @Binds("Lamp")
    void lamp(Scene scene) {
      scene.names("User").forEach(user -> scene.task(user).on("Turn", args -> fail()));
      scene.variable("on", () -> false);
    }

    private static void fail() {
      throw new UnsupportedOperationException("not bound yet");
    }
  }

  @AfterEach
  void removeTraces() throws IOException {
    for (String kind : List.of("conform", "fuzz")) {
      Files.deleteIfExists(TRACES.resolve("Lamp_right." + kind + ".itf.json"));
    }
    Files.deleteIfExists(TRACES);
  }

  /** What failed, by the test's name. */
  private static Map<String, String> failures(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(tests))
            .build();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    assertThat(summary.getTestsFoundCount()).isEqualTo(3);
    assertThat(summary.getTestsSucceededCount()).as("check").isEqualTo(1);
    return summary.getFailures().stream()
        .collect(
            Collectors.toMap(
                failure -> failure.getTestIdentifier().getDisplayName(),
                failure -> String.valueOf(failure.getException().getMessage())));
  }

  @Test
  void shouldTellWhatTheCodeThrowsInWhichStepAndWhere() {
    Map<String, String> failures = failures(Broken.class);
    assertThat(failures).containsOnlyKeys("conform Lamp_right", "fuzz Lamp_right");
    assertThat(failures.get("conform Lamp_right"))
        .startsWith("Lamp_right: the code fails in Turn(u0), step 2\n")
        .containsPattern("at +org.mmucheck.lamp.Lamp.turn\\(Lamp.java:9\\)")
        .containsPattern("schedule +u0: Turn, Turn")
        .contains("code java.lang.IllegalStateException: the bulb is broken")
        .contains("-Dmmucheck.only='conform Lamp_right'");
    assertThat(failures.get("fuzz Lamp_right"))
        .contains("the bulb is broken")
        .containsPattern("at +org.mmucheck.lamp.Lamp.turn\\(Lamp.java:9\\)");
  }

  @Test
  void shouldTellThatTheBindingBreaksDownAndNotTheCode() {
    Map<String, String> failures = failures(BrokenBinding.class);
    assertThat(failures.get("conform Lamp_right"))
        .startsWith("Lamp_right: the binding fails in Turn(u0), step 1\n")
        .containsPattern("at +org.mmucheck.lamp.BrokenCodeTest\\$BrokenBinding.fail\\(");
  }
}
