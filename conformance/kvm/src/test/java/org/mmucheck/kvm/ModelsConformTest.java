package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Conformer;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.Specs;

/**
 * The code and the spec of each design, right or wrong, are bisimilar; {@code conform} does all.
 */
@Tag("slow")
class ModelsConformTest {
  private static final Path SPEC = Path.of("..", "..", "spec");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_a2",
        "RootLifetime_b_NotifierContract",
        "RootLifetime_c1_RefExact",
        "RootLifetime_c2",
        "RootLifetime_d1",
        "RootLifetime_d2_walker",
        "RootLifetime_e_ager",
        "RootLifetime_age-no-rcu_NoRootUAF",
        "RootLifetime_age-plain-write_EmptyAtFree",
        "NotifierFault_V0_NoStaleInsert",
        "NotifierFault_V4_NotifierContractHolds",
        "NotifierFault_V6_FaultProgress",
        "NotifierFault_V11_ReachReusedUnderFault",
        "NotifierFault_own",
        "NotifierFault_own_two-copiers",
        "NotifierFault_own-no-seq_NoStaleInsert",
        "NotifierFault_two-calls",
        "NotifierFault_finish",
        "GuestMap_map-held_ZoneDevice",
        "GuestMap_map-put-normal_NoSplat",
        "GfnToPfnCache_gpc_RefreshProgress",
        "GfnToPfnCache_gpc-seq_ActiveFirst",
        "KvmMmu_e_OneRoot",
        "KvmMmu_meet4_f2-missing",
        "KvmMmu_meet6_t-1_FlushRules",
        "KvmMmu_meet8_d2",
        "MemslotUpdate_V7g-wait",
        "MemslotUpdate_V7g-added_Fresh_NoFreedMapped",
        "MemslotUpdate_V7g-deleted_CountBalance",
        "MemslotUpdate_L7_Endless_Strong",
        "SlotsRwsem_rwsem_Deadlock",
        "SlotsRwsem_rwsem-map_Deadlock",
        "SlotsRwsem_rwsem-unfair",
        "HugeFault_V7d-split",
        "HugeFault_V7d-covered",
        "HugeFault_V7d-old-level_NoStaleInsert",
        "HugeFault_V7d-recover",
        "HugeFault_recover-unlocked_NoStaleInsert",
        "HugeFault_recover-no-leaf_NoStaleInsert",
        "HugeFault_recover-plain_TableTakenOnce",
        "ZapGfnRange_zap-gfn-range",
        "ZapGfnRange_V7e_NoStaleInsert",
        "VmLifetime_d2",
        "VmLifetime_d2_TwoWorkers",
        "VmLifetime_d-w6_Sound",
        "VmLifetime_d-w6_NoFlush_DestroySound",
        "VmLifetime_d-w7_DestroySound",
        "VmLifetime_no-barrier_DestroySound",
        "VmLifetime_barrier-first_DestroySound",
        "VmLifetime_e",
        "VmLifetime_e_v66",
        "VmLifetime_no-barrier_e_DestroySound",
        "VmLifetime_root-uncounted_EmptyAtFree",
        "VmLifetime_uninit-no-invalidate_NoRootLeft",
        "VmLifetime_e-w1_EmptyAtFree",
        "NxRecovery_nx_Giant",
        "NxRecovery_nx_Notifier",
        "NxRecovery_nx-w",
        "NxRecovery_nx-plain_FreeOnce",
        "NxRecovery_nx-keep_NoTableUAF",
        "NxRecovery_nx-no-lock_ListSound",
        "MirrorRoots_mr",
        "MirrorRoots_mr_Notifier",
        "MirrorRoots_mr_FastZap",
        "MirrorRoots_mr_Destroy",
        "MirrorRoots_mr-call-first_NoRefusal",
        "MirrorRoots_mr-kick-first_NoRefusal",
        "MirrorRoots_mr-free-anyway_NoWalkOfFreed",
        "TablePages_v5.13",
        "TablePages_v5.18",
        "TablePages_v5.18_write",
        "TablePages_v5.18_huge",
        "TablePages_v5.18_all",
        "TablePages_t-2_NoWalkOfFreed",
        "TablePages_t-3_NoWalkOfFreed",
        "TablePages_t-5_EmptyAtFree",
        "TablePages_t-5_once_EmptyAtFree",
        "TablePages_frozen-accepted_leaf_EmptyAtFree",
        "TablePages_no-ticket_ZapTerminates",
        "TablePages_no-rcu_NoTableUAF",
        "TablePages_no-flush_NoFreedMapped",
        "TablePages_no-count_NotifierContract",
        "TablePages_no-ticket_once_FreeOnce",
        "GuestMap_map-gpc_ReachRefreshRetry",
        "GuestMap_writer-in_GpcLockExclusive"
      })
  void shouldConformWithoutHiddenState(String name) throws Exception {
    Model model = Catalog.load(SPEC).find(name).get(0);
    try (Spec spec = Specs.open(model)) {
      StateGraph graph = StateGraph.of(spec);
      ConformReport report = Conformer.conform(spec, graph, Bindings.of(model.module()));

      assertThat(report.divergence()).isNull();
      assertThat(report.hidden()).isNull();
      assertThat(report.conforms()).isTrue();
      assertThat(report.taken()).isEqualTo(graph.transitions());
      assertThat(report.taken() + report.refused())
          .as("every action instance in every state")
          .isEqualTo((long) graph.size() * graph.actions().size());
    }
  }
}
