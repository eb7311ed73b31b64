package org.mmucheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.toy.TdpRootTraces;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class ExplainerTest {
  private static final String SENTENCE =
      "Once a notifier's start has returned, and until its end, nothing maps its range.";

  private static Value r0(Value value) {
    return Value.fcn(Map.of(Value.of("r0"), value));
  }

  /** Design b of the mail: the putter yields while it zaps a root that nobody can reach. */
  private static PutterTrace putter() {
    return new PutterTrace()
        .locked("p0", "R")
        .step("p0", "read_lock(&kvm->mmu_lock)")
        .set("count", r0(Value.of(0)))
        .step("p0", "kvm_tdp_mmu_put_root()")
        .step("p0", "list_del_rcu(&root->link)")
        .set("spte", r0(Value.set(Value.of("g1"))))
        .step("p0", "tdp_mmu_zap_root() zaps g0")
        .locked()
        .step("p0", "tdp_mmu_iter_cond_resched()")
        .locked("n0", "W")
        .step("n0", "write_lock(&kvm->mmu_lock)")
        .step("n0", "kvm_tdp_mmu_unmap_gfn_range()")
        .locked()
        .step("n0", "write_unlock(&kvm->mmu_lock)")
        .set("freed", Value.set(Value.of("p1")))
        .step("host", "free the page");
  }

  private static String text(PutterTrace trace) {
    return String.join("\n", Explainer.text(trace.trace(), trace, SENTENCE));
  }

  @Test
  void shouldTellATraceAsACommitMessageDoes() {
    assertThat(text(putter()))
        .isEqualTo(
            """
            Putter_b_Contract: NotifierContract is broken after 9 steps

              CPU 0  putter p0      CPU 1  notifier n0      CPU 2  host
              ----------------      ------------------      -----------
            1 R read_lock(&kvm->mmu_lock)
            2 | kvm_tdp_mmu_put_root()
              |   count[r0] 1 -> 0
            3 | list_del_rcu(&root->link)
            4 | tdp_mmu_zap_root() zaps g0
              |   spte[r0] -g0
            5 ' tdp_mmu_iter_cond_resched()
            6                       W write_lock(&kvm->mmu_lock)
            7                       | kvm_tdp_mmu_unmap_gfn_range()
            8                       ' write_unlock(&kvm->mmu_lock)
            9                                               free the page  freed +p1
            W |: lock held for write, R |: for read

            NotifierContract: Once a notifier's start has returned, and until its
              end, nothing maps its range.\
            """);
  }

  @Test
  void shouldTellTheToysBug() {
    assertThat(
            String.join(
                "\n",
                Explainer.text(
                    TdpRootTraces.bug(),
                    TdpRootAdapter.right(),
                    "No task walks page tables that are already on their way to the allocator.")))
        .isEqualTo(
            """
            TdpRootBugPutBeforeZap: ZapSeesLiveRoot is broken after 4 steps

            by hand

              CPU 0  vCPU v0                      CPU 1  zapper
              --------------                      -------------
            1 kvm_tdp_mmu_get_root()
                refcount 1 -> 2, loaded +v0
            2                                     kvm_tdp_mmu_invalidate_roots()
                                                    invalid FALSE -> TRUE,
                                                    zapper <<>> -> <<put, zap>>
            3                                     kvm_tdp_mmu_put_root() of the gift
                                                    refcount 2 -> 1,
                                                    zapper <<put, zap>> -> <<zap>>
            4 kvm_tdp_mmu_put_root()
                refcount 1 -> 0, loaded -v0

            ZapSeesLiveRoot: No task walks page tables that are already on their
              way to the allocator.\
            """);
  }

  @Test
  void shouldTellADeadlock() {
    Trace bug = TdpRootTraces.bug();
    Trace.Meta meta = bug.meta();
    Trace stuck =
        new Trace(
            new Trace.Meta(
                meta.model(),
                meta.module(),
                "deadlock",
                meta.moduleSha256(),
                meta.configSha256(),
                meta.description()),
            bug.vars(),
            bug.steps(),
            bug.loop());
    assertThat(Explainer.text(stuck, TdpRootAdapter.right(), ""))
        .startsWith("TdpRootBugPutBeforeZap: deadlock after 4 steps")
        .endsWith("After that no task can go on.", "deadlock");
  }

  @Test
  void shouldSayInMarkdownWhatToWatchFor() {
    assertThat(Explainer.markdown(TdpRootTraces.bug(), TdpRootAdapter.right(), ""))
        .startsWith(
            "**TdpRootBugPutBeforeZap: ZapSeesLiveRoot is broken after 4 steps**",
            "",
            "by hand",
            "");
  }

  @Test
  void shouldTellATraceAsMarkdown() {
    assertThat(String.join("\n", Explainer.markdown(putter().trace(), putter(), SENTENCE)))
        .isEqualTo(
            """
            **Putter_b_Contract: NotifierContract is broken after 9 steps**

            | # | CPU 0: putter p0 | CPU 1: notifier n0 | CPU 2: host |
            | ---: | --- | --- | --- |
            | 1 | **R** read_lock(&kvm->mmu_lock) |  |  |
            | 2 | R kvm_tdp_mmu_put_root()<br>`count[r0] 1 -> 0` |  |  |
            | 3 | R list_del_rcu(&root->link) |  |  |
            | 4 | R tdp_mmu_zap_root() zaps g0<br>`spte[r0] -g0` |  |  |
            | 5 | R tdp_mmu_iter_cond_resched() |  |  |
            | 6 |  | **W** write_lock(&kvm->mmu_lock) |  |
            | 7 |  | W kvm_tdp_mmu_unmap_gfn_range() |  |
            | 8 |  | W write_unlock(&kvm->mmu_lock) |  |
            | 9 |  |  | free the page<br>`freed +p1` |

            > `NotifierContract`: Once a notifier's start has returned, and until its end, \
            nothing maps its range.\
            """);
  }

  @Test
  void shouldEscapeWhatMarkdownWouldTakeForItsOwn() {
    PutterTrace trace =
        new PutterTrace().set("freed", Value.of("a|b")).step("v0", "__put(*p) | <x> kvm_put()");
    assertThat(Explainer.markdown(trace.trace(), trace, ""))
        .contains("| 1 | \\__put(\\*p) \\| \\<x> kvm_put()<br>`freed {} -> a\\|b` |")
        .endsWith("> `NotifierContract`");
  }

  @Test
  void shouldKeepTheBarOfATaskThatHoldsTheLockWhileOthersAct() {
    PutterTrace trace =
        new PutterTrace()
            .step("v0", "get_user_pages()")
            .locked("n0", "R")
            .step("n0", "read_lock()")
            .step("v0", "a phrase that is so long that it would reach the bar of the other task")
            .locked("n0", "W")
            .step("n0", "upgrade")
            .locked()
            .step("n0", "write_unlock() of everything that it holds, in many words");
    assertThat(text(trace))
        .isEqualTo(
            """
            Putter_b_Contract: NotifierContract is broken after 5 steps

              CPU 0  vCPU v0                    CPU 1  notifier n0
              --------------                    ------------------
            1 get_user_pages()
            2                                   R read_lock()
            3 a phrase that is so long that it  |
              would reach the bar of the other  |
              task                              |
            4                                   W upgrade
            5                                   ' write_unlock() of everything that
                                                  it holds, in many words
            W |: lock held for write, R |: for read

            NotifierContract: Once a notifier's start has returned, and until its
              end, nothing maps its range.\
            """);
  }

  @Test
  void shouldTellHowALassoGoesOn() {
    PutterTrace cycle =
        new PutterTrace()
            .set("freed", Value.set(Value.of("p0")))
            .step("v0", "free")
            .set("freed", Value.set())
            .step("v0", "alloc");
    List<String> stutters = Explainer.text(cycle.loopTo(2).trace(), cycle, "");
    assertThat(stutters)
        .startsWith("Putter_b_Contract: 2 steps that break NotifierContract")
        .endsWith("After that nothing happens any more.", "NotifierContract");

    assertThat(Explainer.text(TdpRootTraces.lasso(), TdpRootAdapter.right(), ""))
        .contains("Steps 1 to 2 repeat for ever.");
    assertThat(Explainer.markdown(TdpRootTraces.lasso(), TdpRootAdapter.right(), ""))
        .contains("Steps 1 to 2 repeat for ever.");

    PutterTrace self = new PutterTrace().step("v0", "free").step("v0", "spin");
    self.set("pc", Value.of(1));
    assertThat(Explainer.text(sameLastState(self), self, "")).contains("Step 2 repeats for ever.");
  }

  /** A trace whose last step changes nothing and repeats. */
  private static Trace sameLastState(PutterTrace made) {
    Trace trace = made.trace();
    Trace.Step last = trace.steps().getLast();
    return new Trace(
        trace.meta(),
        trace.vars(),
        List.of(
            trace.steps().get(0),
            trace.steps().get(1),
            new Trace.Step(last.action(), trace.steps().get(1).state())),
        OptionalInt.of(2));
  }

  @Test
  void shouldTellATraceOfOneState() {
    PutterTrace none = new PutterTrace();
    assertThat(text(none))
        .isEqualTo(
            """
            Putter_b_Contract: the initial state breaks NotifierContract

            NotifierContract: Once a notifier's start has returned, and until its
              end, nothing maps its range.\
            """);
    assertThat(Explainer.markdown(none.trace(), none, ""))
        .containsExactly(
            "**Putter_b_Contract: the initial state breaks NotifierContract**",
            "",
            "> `NotifierContract`");
  }

  @Test
  void shouldFitACommitMessageWhateverTheNumberOfTasks() {
    for (int tasks = 1; tasks <= 12; tasks++) {
      for (String text :
          List.of(
              "kvm_tdp_mmu_zap_invalidated_roots()", "x".repeat(100), "in many words ".repeat(9))) {
        PutterTrace trace = new PutterTrace();
        for (int i = 0; i < 15; i++) {
          trace
              .locked("n" + i % tasks, i % 2 == 0 ? "W" : "R")
              .set("count", r0(Value.of(i)))
              .set("freed", Value.set(Value.of("a_page_with_quite_a_long_name_" + i)))
              .step("n" + i % tasks, text);
        }
        assertThat(Explainer.text(trace.trace(), trace, SENTENCE))
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(72))
            .allSatisfy(line -> assertThat(line).doesNotEndWith(" "));
      }
    }
  }

  @Test
  void shouldTellFifteenStepsInFortyLines() {
    for (int tasks = 1; tasks <= 4; tasks++) {
      PutterTrace trace = new PutterTrace();
      for (int i = 0; i < 15; i++) {
        trace
            .set("count", r0(Value.of(i)))
            .locked("v" + i % tasks, "W")
            .step("v" + i % tasks, "kvm_tdp_mmu_put_root()");
      }
      assertThat(Explainer.text(trace.trace(), trace, SENTENCE)).hasSizeLessThanOrEqualTo(40);
    }
  }
}
