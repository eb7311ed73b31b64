package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.linux.trace.KernelLog;
import org.mmucheck.linux.trace.NotifierFaultLog;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.validate.Verdict;
import org.mmucheck.value.Value;
import org.mmucheck.workbench.Workbench;

/** Three recorded kernels, held against the right design and against every wrong one. */
class KernelLogsTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final Path LOGS = HOME.resolve("linux/logs");
  private static final int LARGEST = 100_000;
  private static final Workbench BENCH = Workbench.open(HOME.resolve("spec"), List.of());

  @ParameterizedTest
  @CsvSource({"6.1.192, 6", "6.12.117, 6", "7.3.4, 6"})
  @Tag("slow")
  void shouldFindEveryLogToBeBehaviourOfTheRightDesign(String release, int logs)
      throws IOException {
    List<Path> files = files(release);
    assertThat(files).hasSize(logs);
    for (Path file : files) {
      if (file.endsWith("race.ndjson.gz") && !release.equals("7.3.4")) {
        continue; // half of all the time; README has them
      }
      Verdict verdict = verdict(read(release, file), null);
      assertThat(verdict.valid()).as("%s: %s", file, verdict.unexplained()).isTrue();
      assertThat(verdict.explained()).isEqualTo(verdict.events());
    }
  }

  @ParameterizedTest
  @CsvSource({"6.1.192, 6", "6.12.117, 7", "7.3.4, 7"})
  @Tag("slow")
  void shouldTellWrongDesignsApartByOneWorkload(String release, int told) throws IOException {
    Recording seq = read(release, LOGS.resolve(release).resolve("seq.ndjson.gz"));
    List<String> rejecting = new ArrayList<>();
    for (Model wrong : wrongDesigns()) {
      if (!verdict(seq, wrong).valid()) {
        rejecting.add(wrong.row());
      }
    }
    assertThat(rejecting).hasSize(told);
  }

  /** Accepted is only the loss of the last step of all: a log may end before the machine does. */
  @Test
  @Tag("slow")
  void shouldRejectNearlyEveryDamagedLog() throws IOException {
    Recording log = read("7.3.4", LOGS.resolve("7.3.4/uffd.ndjson.gz"));
    Random random = new Random(1);
    Map<String, Integer> accepted = new TreeMap<>();
    int tries = 1000;
    for (int i = 0; i < tries; i++) {
      List<RecordedStep> steps = new ArrayList<>(log.steps());
      String damage = damage(steps, i % 3, random);
      Recording damaged = new Recording(log.file(), log.header(), steps);
      if (verdict(damaged, null).valid()) {
        accepted.merge(damage, 1, Integer::sum);
      }
    }
    int wrong = accepted.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(wrong).as("accepted: %s", accepted).isLessThanOrEqualTo(tries / 100);
    assertThat(accepted.keySet()).isSubsetOf("lost DestroyVm");
  }

  /** One step lost, two steps of one task swapped, or one value changed. */
  private static String damage(List<RecordedStep> steps, int kind, Random random) {
    while (true) {
      int at = random.nextInt(steps.size());
      RecordedStep step = steps.get(at);
      String action = step.actions().getFirst();
      if (kind == 0) {
        steps.remove(at);
        return "lost " + action;
      }
      if (kind == 1) {
        for (int other = at + 1; other < steps.size(); other++) {
          if (dependsOn(steps.get(other), step)) {
            steps.set(at, withMarks(steps.get(other), step));
            steps.set(other, withMarks(step, steps.get(other)));
            return "swapped " + action;
          }
        }
      } else if (!step.after().isEmpty()) {
        List<RecordedStep.Written> after = new ArrayList<>(step.after());
        RecordedStep.Written written = after.getFirst();
        after.set(0, new RecordedStep.Written(written.of(), written.at(), other(written.is())));
        steps.set(at, with(step, step.begin(), step.end(), after));
        return "changed " + action;
      }
    }
  }

  /** Steps of one task, but for zaps of several frames in one section of mmu_lock. */
  private static boolean dependsOn(RecordedStep later, RecordedStep step) {
    boolean zaps = step.actions().getFirst().startsWith("Zap");
    return later.task().equals(step.task()) && !(zaps && later.actions().equals(step.actions()));
  }

  private static Value other(Value value) {
    return value instanceof Value.Bool(boolean truth)
        ? Value.of(!truth)
        : Value.of(((Value.Int) value).value() + 1);
  }

  private static RecordedStep withMarks(RecordedStep step, RecordedStep of) {
    return with(step, of.begin(), of.end(), step.after());
  }

  private static RecordedStep with(
      RecordedStep step, long begin, long end, List<RecordedStep.Written> after) {
    return new RecordedStep(
        step.line(), step.task(), step.actions(), step.args(), begin, end, after);
  }

  private static Verdict verdict(
      Recording recording, @org.jspecify.annotations.Nullable Model design) {
    return BENCH.validate(recording, design, LARGEST).verdict();
  }

  private static List<Model> wrongDesigns() {
    Map<String, Model> rows = new TreeMap<>();
    BENCH.catalog().models().stream()
        .filter(model -> model.row().startsWith("RecordedFault_recorded-"))
        .filter(model -> !model.row().endsWith("-old"))
        .filter(model -> !model.row().contains("_TwoNotifiers")) // the rules of recorded-11
        .forEach(model -> rows.put(model.row(), model));
    assertThat(rows).hasSize(11);
    return List.copyOf(rows.values());
  }

  private static List<Path> files(String release) throws IOException {
    try (Stream<Path> files = Files.list(LOGS.resolve(release))) {
      List<Path> found = new ArrayList<>(files.toList());
      Collections.sort(found);
      return found;
    }
  }

  private static Recording read(String release, Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      String name = HOME.relativize(file).toString();
      return NotifierFaultLog.of(name, release, KernelLog.read(name, in));
    }
  }
}
