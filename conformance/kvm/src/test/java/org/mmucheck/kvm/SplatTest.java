package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * The code's own monitors work: whatever a check of the code can report, some committed trace ends
 * with that report, and nothing was reported before. Replay then sees the code report it there.
 */
class SplatTest {
  private static final Path CODE =
      Path.of("..", "..", "model-java", "src", "main", "java", "org", "mmucheck", "model");
  private static final Pattern REPORT = Pattern.compile("\\breport\\(\\s*\"([^\"]+)\"");

  /**
   * What is looked at in races when all tasks rest, where the specs have a property of each state
   * instead. {@code VmMonitorsTest}, {@code TreeMonitorsTest}, {@code NxMonitorsTest} and {@code
   * MirrorMonitorsTest} see each of them report.
   */
  private static final Set<String> IN_UNIT_TESTS =
      Set.of(
          "stale mapping: page", // NotifierContract
          "put without a reference: root", // RefExact
          "leaf in a removed table", // EmptyAtFree
          "lost table", // NoTableLost
          "removed table on the list", // ListSound
          "mirror differs from the module's tables"); // MirrorMatches

  @Test
  void shouldEndSomeTraceWithEachReportThatTheCodeCanMake() throws IOException {
    Set<String> ofCode = reportsOfCode();
    assertThat(ofCode).hasSizeGreaterThan(20);
    Set<String> shown = new TreeSet<>(IN_UNIT_TESTS);
    for (Path file : Committed.files()) {
      shown.addAll(firstAndLast(TraceFiles.read(file)));
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(ofCode);
  }

  @Test
  void shouldTakeAReportForShownOnlyWhereNothingWasReportedBefore() {
    Trace shows = Committed.trace("RootLifetime_b_NoLateWriteback");
    assertThat(firstAndLast(shows)).containsExactly("late writeback: page");
    Trace goesOn = Committed.trace("VmLifetime_d-w7_NoRootLeft");
    assertThat(reports(goesOn.steps().getLast())).isNotEmpty();
    assertThat(firstAndLast(goesOn)).isEmpty();
  }

  /** What the last state of a trace reports if no earlier one reports anything. */
  private static Set<String> firstAndLast(Trace trace) {
    List<Trace.Step> steps = trace.steps();
    boolean silent =
        steps.subList(0, steps.size() - 1).stream().allMatch(step -> reports(step).isEmpty());
    return silent ? reports(steps.getLast()) : Set.of();
  }

  private static Set<String> reports(Trace.Step step) {
    if (!step.state().vars().contains("splat")) {
      return Set.of();
    }
    Set<String> reports = new HashSet<>();
    ((Value.SetOf) step.state().value("splat")).elements().forEach(r -> reports.add(r.toString()));
    return reports;
  }

  private static Set<String> reportsOfCode() throws IOException {
    Set<String> reports = new TreeSet<>();
    try (Stream<Path> files = Files.walk(CODE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        REPORT
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(reports::add);
      }
    }
    return reports;
  }
}
