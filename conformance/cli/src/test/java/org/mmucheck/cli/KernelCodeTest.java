package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mmucheck.workbench.Workbench;

/** Traces told by one kernel's own names. */
class KernelCodeTest {
  private static final Path PROJECT = Path.of("..", "..");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldTellWhereEachStepBeginsInThatKernelsCode() {
    assertThat(run("explain", "NotifierFault_V6_ReachRetryBySeq", "--kernel", "7.3.4")).isZero();
    assertThat(words())
        .contains("mmu_seq = mmu_invalidate_seq @ kvm_mmu_faultin_pfn()")
        .contains(
            "write_lock(mmu_lock) @ _raw_write_lock() in kvm_mmu_notifier_invalidate_range_start()"
                + " or kvm_mmu_notifier_invalidate_range_end()")
        .contains("kvm_mmu_invalidate_end(): count-- @ after the write to kvm.mmu_invalidate_seq")
        .contains("changes the host PTEs @ return of kvm_mmu_notifier_invalidate_range_start()");
  }

  @Test
  void shouldTellAnOlderKernelsNames() {
    assertThat(run("explain", "NotifierFault_V6_ReachRetryBySeq", "--kernel", "6.1.192")).isZero();
    assertThat(words())
        .contains("mmu_seq = mmu_invalidate_seq @ kvm_faultin_pfn()")
        .contains("read_lock(mmu_lock) @ _raw_read_lock() in direct_page_fault()");
  }

  @Test
  void shouldLeaveStepsAloneThatNoTableHas() {
    assertThat(run("explain", "GuestMap_hook-deaf_GpcSound", "--kernel", "7.3.4")).isZero();
    assertThat(words()).doesNotContain(" @ ");
  }

  @Test
  void shouldSayWhichKernelsThereAre() {
    assertThat(run("explain", "NotifierFault_V6_ReachRetryBySeq", "--kernel", "5.10.1"))
        .isEqualTo(ExitCode.INPUT);
    assertThat(err.toString()).contains("no points for 5.10.1; only for 7.3, 6.12, 6.1");
  }

  /** What is told, however its columns are wrapped. */
  private String words() {
    return out.toString()
        .lines()
        .map(line -> line.replaceAll("^ *\\d* *[WR|']?", "").strip())
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ")
        .replace("_ ", "_");
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    return new Cli(console, Workbench::open).run(args);
  }
}
