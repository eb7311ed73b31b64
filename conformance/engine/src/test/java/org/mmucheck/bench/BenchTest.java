package org.mmucheck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.bench.Bench.Part;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.toy.FreeTdpRootAdapter;
import org.mmucheck.toy.TdpRootAdapter;

/** Measures small things, and a script in the place of mmucheck. */
@Tag("slow")
class BenchTest {
  private static final Path SPECS = Path.of("src/test/resources/specs");
  private static final Model TDP_ROOT =
      Model.of("TdpRoot", Source.read(SPECS.resolve("TdpRoot.tla"), SPECS.resolve("TdpRoot.cfg")))
          .build();

  /** TLC in the place of another engine. */
  private static final GraphEngine TLC =
      new GraphEngine() {
        @Override
        public Captured capture(TlcSession session, int workers) {
          throw new UnsupportedOperationException();
        }

        @Override
        public TlcSpec spec(TlcSession session) {
          return session.spec();
        }
      };

  @TempDir Path folder;

  @Test
  void shouldMeasureEveryPartBesideItsReference() throws Exception {
    Path program =
        script(
            """
            case $1 in
              conform) echo '{"models":[{"tlcSeconds":1.0,"seconds":2.0,"transitions":1000000}]}' ;;
              graph) printf 0123456789 >"$4" ;;
            esac
            """);

    List<Ratio> ratios = bench(program).run(EnumSet.allOf(Part.class));

    assertThat(ratios)
        .extracting(Ratio::name)
        .containsExactly(
            "conform to plain TLC",
            "transition in a large graph to a small",
            "capture to plain TLC",
            "replay steps to raw handoffs",
            "steps of the walks to the fewest possible",
            "check of 1 quick models to plain TLC",
            "graph to -dump dot,actionlabels, time",
            "graph to -dump dot,actionlabels, size",
            "check --engine compiled to plain TLC",
            "a recorded step to one that is only counted",
            "validate, whole command, to plain TLC",
            "validate to plain TLC, both after start",
            "validate --engine compiled to plain TLC, both after start");
    assertThat(ratios)
        .allSatisfy(
            ratio -> {
              assertThat(ratio.ourMedian()).isPositive();
              assertThat(ratio.referenceMedian()).isPositive();
            });
    assertThat(ratios.get(1).ours()).containsExactly(3.0);
    assertThat(ratios.get(4).lowest())
        .as("fewer steps are not possible")
        .isGreaterThanOrEqualTo(1.0);
    assertThat(ratios.get(7).ours()).containsExactly(10.0);
    assertThat(ratios.get(7).reference().get(0)).as("DOT has 32 labelled edges").isGreaterThan(1e3);
  }

  @Test
  void shouldNotTakeTheTimeOfACommandThatFailed() throws Exception {
    Path program = script("exit 20");

    assertThatThrownBy(() -> bench(program).run(EnumSet.of(Part.DUMP)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with exit code 20");
  }

  @Test
  void shouldNotTakeTheTimeOfARunThatFailed() {
    Recorder recorder = new Recorder(TDP_ROOT, new FreeTdpRootAdapter(true));
    FreeRunner.Limits limits = new FreeRunner.Limits(Duration.ofSeconds(5), 100, 1);

    assertThatThrownBy(() -> recorder.stepsPerSecond(limits, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no root");
  }

  @Test
  void shouldNotMeasureALogThatIsNoBehaviour() {
    assertThatThrownBy(() -> bench(script(""), List.of("PutRoot")).run(EnumSet.of(Part.VALIDATE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is no behaviour of the spec");
  }

  private static Logged logged(List<String> actions) {
    List<RecordedStep> steps = new ArrayList<>();
    for (String action : actions) {
      int mark = 10 * steps.size();
      steps.add(
          new RecordedStep(
              steps.size() + 2, "v0", List.of(action), Map.of(), mark, mark + 1, List.of()));
    }
    Recording.Header header =
        new Recording.Header("TdpRoot", "", "", Set.of("GetRoot", "PutRoot"), "");
    return new Logged(new Recording("log", header, steps), TDP_ROOT, List.of("validate"), TLC);
  }

  private Bench bench(Path program) throws IOException {
    return bench(program, List.of("GetRoot", "PutRoot"));
  }

  /**
   * @param logged the steps of the log that is validated
   */
  private Bench bench(Path program, List<String> logged) throws IOException {
    return new Bench(
        new Bench.Setup(
            List.of(program.toString()),
            SPECS,
            TDP_ROOT,
            TDP_ROOT,
            TDP_ROOT,
            TdpRootAdapter.right(),
            List.of(TDP_ROOT),
            TDP_ROOT,
            new FreeTdpRootAdapter(false),
            () -> logged(logged),
            1,
            1,
            progress -> {}),
        Files.createDirectory(folder.resolve("scratch")));
  }

  private Path script(String body) throws IOException {
    Path file = Files.writeString(folder.resolve("mmucheck"), "#!/bin/sh\n" + body);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
