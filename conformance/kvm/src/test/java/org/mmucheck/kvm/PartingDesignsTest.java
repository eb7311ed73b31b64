package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.DivergenceText;
import org.mmucheck.replay.Replayer;
import org.mmucheck.replay.Target;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * A wrong design's trace on a right design's code: it ends at the step where the designs part, by
 * another state or by a refusal.
 */
class PartingDesignsTest {
  /** Wrong design, right design, the step where they part. Holds for every trace of the wrong. */
  private static final Set<String> UNFAIR =
      Set.of(
          "GfnToPfnCache_gpc_Progress_Unfair",
          "KvmMmu_e_Fault_Unfair",
          "KvmMmu_e_Root_Unfair",
          "MirrorRoots_mr_ZapTerminates_Unfair",
          "NxRecovery_nx_ZapTerminates_Unfair");

  private static final String TABLE =
      """
      RootLifetime_a-1           | RootLifetime_d1   | PutRoot
      RootLifetime_a-2           | RootLifetime_a2   | FindRoot
      RootLifetime_a-3           | RootLifetime_a2   | FindRoot
      RootLifetime_a-4           | RootLifetime_d1   | InvalidateRoots
      RootLifetime_c1            | RootLifetime_c2   | InvalidateRoots
      RootLifetime_c1            | RootLifetime_c4   | ZapAllFast
      RootLifetime_c3            | RootLifetime_c4   | ZapAllFast
      RootLifetime_c5            | RootLifetime_d1   | NextInvalidatedRoot
      RootLifetime_d-w1          | RootLifetime_d1   | ReadLock
      RootLifetime_d-w2          | RootLifetime_d1   | PutRoot
      RootLifetime_d-w2_worker   | RootLifetime_d2   | PutRoot
      RootLifetime_d-w3          | RootLifetime_d1   | PutOwnerRef
      RootLifetime_d-w4          | RootLifetime_d1   | InvalidateRoots
      RootLifetime_d-w5          | RootLifetime_d2   | InvalidateRoots
      RootLifetime_d-w8          | RootLifetime_d2   | PutRoot
      RootLifetime_e-request     | RootLifetime_e    | InvalidateRoots
      RootLifetime_e-w1          | RootLifetime_e    | FindRoot
      RootLifetime_e-w2          | RootLifetime_e    | TestScheduled
      RootLifetime_e-w3          | RootLifetime_e    | LockSlots
      RootLifetime_e-w4          | RootLifetime_e    | FindRoot
      RootLifetime_e-w5          | RootLifetime_e    | AllocRoot
      RootLifetime_e-w6          | RootLifetime_e    | CallRcu
      RootLifetime_e-w7          | RootLifetime_e    | ZapAllFast
      RootLifetime_age-no-rcu    | RootLifetime_e_ager | NextRootRcu
      RootLifetime_age-plain-write | RootLifetime_e_ager | ClearAccessed
      RootLifetime_f2-missing    | RootLifetime_e    | IsPageFaultStale
      RootLifetime_f2-missing_d2 | RootLifetime_d2   | IsPageFaultStale
      RootLifetime_t-4           | RootLifetime_e    | RetakeMmuLock
      RootLifetime_t-4_notifier  | RootLifetime_e    | RetakeMmuLock
      NotifierFault_V0           | NotifierFault_V11 | IsPageFaultStale
      NotifierFault_V1           | NotifierFault_V6  | IsPageFaultStale
      NotifierFault_V2           | NotifierFault_V6  | IsPageFaultStale
      NotifierFault_V3           | NotifierFault_V6  | IsPageFaultStale
      NotifierFault_V4           | NotifierFault_V6  | HandleFault
      NotifierFault_V5           | NotifierFault_V6  | HvaToPfn
      NotifierFault_own-late     | NotifierFault_own | HandleFault
      NotifierFault_own-locked   | NotifierFault_own | SnapshotSeq
      NotifierFault_own-no-zap   | NotifierFault_own | AddRange
      NotifierFault_own-no-seq   | NotifierFault_own_reader | WriteLock
      NotifierFault_two-calls-late | NotifierFault_two-calls | HandleFault
      GuestMap_map-put-normal    | GuestMap_map-held | GfnToPfn
      GuestMap_map-put-zone-device | GuestMap_map-held_ZoneDevice | GfnToPfn
      GuestMap_map-never-put     | GuestMap_map-held_ZoneDevice | KunmapPage
      KvmMmu_no-flush-at-load    | KvmMmu_e_Tlb      | UnlockMmu
      KvmMmu_meet2_f2-missing    | KvmMmu_e          | IsPageFaultStale
      KvmMmu_meet3_d-w4          | KvmMmu_d1         | InvalidateRoots
      KvmMmu_meet3_swap-first    | KvmMmu_e          | SynchronizeSrcu
      KvmMmu_meet3_d1-frozen     | KvmMmu_d1         | ClearSpte
      KvmMmu_meet4_f2-missing_NoWait | KvmMmu_meet4_NoWait | IsPageFaultStale
      KvmMmu_meet6_t-1           | KvmMmu_meet6      | PutRoot
      KvmMmu_meet7_V8            | KvmMmu_e_OneRoot  | WriteLock
      KvmMmu_meet9_e-w6          | KvmMmu_e          | CallRcu
      HugeFault_V7d-no-split     | HugeFault_V7d-split | UnlockMmu
      HugeFault_V7d-old-level    | HugeFault_V7d-split | HandleFault
      HugeFault_V7d-covered-old-level | HugeFault_V7d-covered_Split | HandleFault
      HugeFault_recover-unlocked | HugeFault_V7d-recover | RecoverHugePages
      HugeFault_recover-old-level | HugeFault_V7d-recover | RecoverHugePages
      HugeFault_recover-no-leaf  | HugeFault_V7d-recover | MakeHugeSpte
      HugeFault_recover-no-split | HugeFault_V7d-recover | UnlockMmu
      HugeFault_recover-plain    | HugeFault_V7d-recover | SetHugeSpte
      ZapGfnRange_V7e            | ZapGfnRange_zap-gfn-range | IsPageFaultStale
      SlotsRwsem_rwsem           | SlotsRwsem_rwsem-unfair_Nested | SetMemslot
      SlotsRwsem_rwsem-map       | SlotsRwsem_rwsem-unfair | SetMemslot
      VmLifetime_d-w6           | VmLifetime_d2     | QueueRoot
      VmLifetime_d-w6_NoFlush   | VmLifetime_d2     | UnlockMmu
      VmLifetime_d-w7           | VmLifetime_d2     | UnlockMmu
      VmLifetime_no-barrier     | VmLifetime_d2     | CheckRootList
      VmLifetime_barrier-first  | VmLifetime_d2     | UnlockMmu
      VmLifetime_no-barrier_e   | VmLifetime_e      | CheckRootList
      VmLifetime_barrier-first_e | VmLifetime_e     | UnlockMmu
      VmLifetime_uninit-no-zap  | VmLifetime_e      | InvalidateRoots
      VmLifetime_uninit-no-invalidate | VmLifetime_e | UnlockMmu
      VmLifetime_uninit-no-refs | VmLifetime_e      | FindRoot
      VmLifetime_e-w1           | VmLifetime_e      | FindRoot
      TablePages_t-3            | TablePages_v5.13_huge | FlushTable
      TablePages_t-5            | TablePages_v5.18  | FreezeChild
      TablePages_t-5_once       | TablePages_v5.18  | FreezeChild
      TablePages_frozen-accepted | TablePages_v5.18 | ReadParent
      TablePages_frozen-accepted_leaf | TablePages_v5.18 | ReadLeaf
      TablePages_no-ticket      | TablePages_v5.18  | FreezeParent
      TablePages_no-ticket_once | TablePages_v5.18  | FreezeParent
      TablePages_no-rcu         | TablePages_v5.13  | CallRcu
      TablePages_no-count       | TablePages_v5.18  | IsPageFaultStale
      GfnToPfnCache_G8          | GfnToPfnCache_G8_CureCount | ChangePte
      GfnToPfnCache_G8_wait     | GfnToPfnCache_G8_CureCount | ChangePte
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void shouldPartWhereTheRightDesignActsOtherwise(String wrong, String right, String action)
      throws Exception {
    List<Trace> traces = traces(wrong);
    assertThat(traces).isNotEmpty();
    for (Trace trace : traces) {
      Divergence parting = on(right, trace);
      assertThat(parting).as("%s on %s", trace.meta().model(), right).isNotNull();
      assertThat(parting.kind()).isEqualTo(Divergence.Kind.STATE);
      assertThat(parting.action()).isNotNull();
      assertThat(parting.action().action()).as(trace.meta().model()).isEqualTo(action);
      assertThat(parting.action()).isEqualTo(trace.steps().get(parting.step()).action());
    }
  }

  /** Wrong design, right design, the step that the right one refuses. For every trace as well. */
  private static final String REFUSALS =
      """
      MemslotUpdate_V7g-added            | MemslotUpdate_V7g-wait_Added    | SwapMemslots
      MemslotUpdate_V7g-added_Fresh      | MemslotUpdate_V7g-wait_Added    | SwapMemslots
      MemslotUpdate_V7g-added_NoFilter   | MemslotUpdate_V7g-wait_NoFilter | SwapMemslots
      MemslotUpdate_V7g-deleted          | MemslotUpdate_V7g-wait          | SwapMemslots
      MemslotUpdate_V7g-deleted_NoFilter | MemslotUpdate_V7g-wait_NoFilter | SwapMemslots
      KvmMmu_meet1_b                     | KvmMmu_a2                       | CondResched
      KvmMmu_meet8_b                     | KvmMmu_a2                       | CondResched
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = REFUSALS)
  void shouldPartWhereTheRightDesignWaits(String wrong, String right, String action)
      throws Exception {
    List<Trace> traces = traces(wrong);
    assertThat(traces).isNotEmpty();
    for (Trace trace : traces) {
      Divergence parting = on(right, trace);
      assertThat(parting).as("%s on %s", trace.meta().model(), right).isNotNull();
      assertThat(parting.kind()).isEqualTo(Divergence.Kind.REFUSED);
      assertThat(parting.action()).isNotNull();
      assertThat(parting.action().action()).as(trace.meta().model()).isEqualTo(action);
    }
  }

  /**
   * A cache that the notifier invalidates has no kvm_vcpu_map() to begin with, and a yield with a
   * flush pending does not begin by leaving RCU.
   */
  @ParameterizedTest
  @CsvSource({
    "GuestMap_map-held_MapSoundStrong, GuestMap_map-gpc, 'VcpuMap(v0, 0)'",
    "GuestMap_map-held_NoWriteToCleanPage, GuestMap_map-gpc, 'VcpuMap(v0, 0)'",
    "GuestMap_map-foll-pin_MapSoundStrong, GuestMap_map-gpc, 'VcpuMap(v0, 0)'",
    "TablePages_t-2_FlushRules, TablePages_v5.18_write, DropRcu(z0)",
    "TablePages_t-2_NoWalkOfFreed, TablePages_v5.18_write, DropRcu(z0)"
  })
  void shouldRefuseTheStepThatTheRightDesignDoesNotHave(String wrong, String right, String step)
      throws Exception {
    Divergence parting = on(right, Committed.trace(wrong));
    assertThat(parting).isNotNull();
    assertThat(parting.kind()).isEqualTo(Divergence.Kind.REFUSED);
    assertThat(parting.action()).hasToString(step);
  }

  /**
   * With mmu_lock held as in {@code b}, {@code a2} goes along until {@code b} yields with the
   * refcount at 0, and there goes on zapping.
   */
  @ParameterizedTest
  @MethodSource("tracesOfB")
  void shouldPartFromTheMailsBugWhereItYields(Trace trace) throws Exception {
    Map<String, Value> a2 = new HashMap<>(Committed.constants("RootLifetime_a2"));
    a2.put(
        "PutUnderRead",
        Objects.requireNonNull(Committed.constants(trace.meta().model()).get("PutUnderRead")));
    Divergence parting = on(a2, trace);
    assertThat(parting).isNotNull();
    assertThat(parting.action()).hasToString("CondResched(v0)");
    assertThat(parting.kind()).isEqualTo(Divergence.Kind.REFUSED);
  }

  static List<Trace> tracesOfB() {
    return traces("RootLifetime_b");
  }

  @Test
  void shouldSayWhereTheDesignsPart() throws Exception {
    Trace trace = Committed.trace("RootLifetime_a-3_NotifierContract");
    Divergence parting = Objects.requireNonNull(on("RootLifetime_a2", trace));
    assertThat(
            DivergenceText.lines(
                parting, "a-3.itf.json", trace.meta().model(), "RootLifetime_a2", "again"))
        .startsWith(
            "mmucheck: code and spec disagree after step 9 of 11, FindRoot(n0); there"
                + " RootLifetime_a2 parts from RootLifetime_a-3_NotifierContract")
        .anyMatch(line -> line.strip().equals("pc[n0]    spec FindRoot   code GetRoot"));
  }

  static Stream<Model> wrong() {
    Set<String> traces =
        Committed.files().stream()
            .map(file -> TraceFiles.read(file).meta().model())
            .collect(Collectors.toSet());
    return Committed.CATALOG.models().stream()
        .filter(model -> traces.contains(model.name()))
        .filter(model -> !model.name().contains("_Reach"))
        // Only what may be put off for ever is another than in the right design: no step is.
        .filter(model -> !UNFAIR.contains(model.row()))
        // Its endless retry changes nothing, so that no trace shows it: PrefaultTest does.
        .filter(model -> !model.row().equals("MemslotUpdate_prefault-retries"));
  }

  /** No counterexample is one of every right design, also of those that the table leaves out. */
  @ParameterizedTest
  @MethodSource("wrong")
  void shouldPartFromSomeRightDesignOfItsModule(Model model) throws Exception {
    Trace trace = Committed.trace(model.name());
    List<String> conforming = new ArrayList<>();
    for (Model right : Committed.CATALOG.models()) {
      if (right.module().equals(model.module())
          && right.expected().result() == Model.Result.SUCCESS
          && right.name().equals(right.module() + "_" + right.id())) {
        if (on(right.name(), trace) != null) {
          return;
        }
        conforming.add(right.name());
      }
    }
    assertThat(conforming).as("%s conforms to every right design", model.name()).isEmpty();
  }

  /**
   * The committed counterexamples of a design; {@code d-w2_worker} is another than {@code d-w2}.
   */
  private static List<Trace> traces(String design) {
    List<Trace> found = new ArrayList<>();
    for (Path file : Committed.files()) {
      String model = file.getFileName().toString().replace(TraceFiles.ENDING, "");
      int property = model.lastIndexOf('_');
      if (model.substring(0, property).equals(design) && !model.contains("_Reach")) {
        found.add(TraceFiles.read(file));
      }
    }
    return found;
  }

  private static @Nullable Divergence on(String right, Trace trace) throws Exception {
    return on(Committed.constants(right), trace);
  }

  private static @Nullable Divergence on(Map<String, Value> design, Trace trace) throws Exception {
    Target target = Committed.target(trace).withDesignOf(design);
    return Scheduler.run(() -> Replayer.replay("wrong", trace, target, Integer.MAX_VALUE))
        .divergence();
  }
}
