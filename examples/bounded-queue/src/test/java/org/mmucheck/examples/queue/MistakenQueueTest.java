package org.mmucheck.examples.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.mmucheck.junit.Binds;
import org.mmucheck.junit.SpecTest;
import org.mmucheck.subject.Scene;

/** What the tests say of a queue with the known mistake, held to the right spec. */
class MistakenQueueTest {
  private static final Path TRACES = Path.of("spec/traces");

  /** The queue with one condition, whatever the model's constants say. */
  @SpecTest("spec")
  static class Mistaken {
    @Binds("BoundedQueue")
    void queue(Scene scene) {
      scene.require("Rechecks", true);
      BoundedQueueTest.bind(
          scene, new OneConditionQueue<>(scene.integer("Capacity"), scene.points()));
    }
  }

  @AfterEach
  void removeTraces() throws Exception {
    for (String kind : List.of("conform", "fuzz")) {
      Files.deleteIfExists(TRACES.resolve("BoundedQueue_right." + kind + ".itf.json"));
    }
    Files.deleteIfExists(TRACES);
  }

  @Test
  void shouldFindTheMistakeInTheCode() throws Exception {
    List<Event> failed =
        EngineTestKit.engine("junit-jupiter")
            .selectors(DiscoverySelectors.selectClass(Mistaken.class))
            .execute()
            .testEvents()
            .failed()
            .list();
    assertThat(failed)
        .extracting(event -> event.getTestDescriptor().getDisplayName())
        .containsExactly("conform BoundedQueue_right", "fuzz BoundedQueue_right");
    String message =
        failed
            .getFirst()
            .getRequiredPayload(TestExecutionResult.class)
            .getThrowable()
            .orElseThrow()
            .getMessage();
    assertThat(Files.readString(Path.of("README.md"))).contains(message);
  }
}
