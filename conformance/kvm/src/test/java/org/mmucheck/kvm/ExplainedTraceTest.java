package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.report.Explainer;
import org.mmucheck.report.PropertySentence;
import org.mmucheck.trace.Trace;

/** What {@code explain} prints fits into a commit message, and tells the mail's race. */
class ExplainedTraceTest {
  private static final int WIDTH = 72;

  static Stream<Path> files() {
    return Committed.files().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldFitIntoCommitMessage(Path file) throws IOException {
    Trace trace = TraceFiles.read(file);
    List<String> lines = explained(trace);
    assertThat(lines).allMatch(line -> line.length() <= WIDTH, "at most 72 columns");
    assertThat(lines).allMatch(line -> line.equals(line.stripTrailing()), "no blank at its end");
    for (int step = 1; step < trace.steps().size(); step++) {
      String number = step + " ";
      assertThat(lines).as("step %s", step).anyMatch(line -> line.strip().startsWith(number));
    }
  }

  @Test
  void shouldTellTheMailsRaceOnOnePage() throws IOException {
    List<String> lines = explained(Committed.trace("RootLifetime_b_NoPageUAF"));
    assertThat(lines).hasSizeLessThanOrEqualTo(40);
    String head = lines.stream().filter(line -> line.contains("CPU 0")).findFirst().orElseThrow();
    int putter = head.indexOf("CPU 0  vCPU v0");
    int notifier = head.indexOf("CPU 1  notifier n0");
    int host = head.indexOf("CPU 2  host");
    assertThat(putter).isNotNegative().isLessThan(notifier);
    assertThat(notifier).isLessThan(host);
    assertThat(columns(lines, putter, notifier, host))
        .containsSubsequence(
            "putter: kvm_tdp_mmu_put_root()",
            "putter: list_del_rcu(root)",
            "putter: tdp_mmu_iter_set_spte() zaps",
            "putter: tdp_mmu_iter_cond_resched() yields",
            "notifier: write_lock(mmu_lock)",
            "notifier: tdp_mmu_next_root()",
            "host: unmaps and frees the page",
            "putter: ... retakes mmu_lock",
            "putter: tdp_mmu_iter_set_spte() zaps");
    assertThat(lines).anyMatch(line -> line.contains("count[r0] 1 -> 0"));
    assertThat(String.join(" ", lines))
        .contains("+use-after-free: page")
        .contains("NoPageUAF: S4,");
  }

  /** The steps, each with the column that it begins in. */
  private static List<String> columns(List<String> lines, int putter, int notifier, int host) {
    return lines.stream()
        .filter(line -> line.matches("\\s*\\d+ .*"))
        .map(
            line -> {
              String text = line.replaceFirst("\\d+", "  ");
              int at = text.length() - text.stripLeading().length();
              String column = at >= host ? "host" : at >= notifier - 2 ? "notifier" : "putter";
              return column + ": " + text.replaceFirst("^[ W|'R]+", "");
            })
        .toList();
  }

  private static List<String> explained(Trace trace) throws IOException {
    String module = Files.readString(Committed.module(trace.meta().module()));
    return Explainer.text(
        trace,
        Bindings.of(trace.meta().module()),
        PropertySentence.in(module, trace.meta().property()));
  }
}
