package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Subject;
import org.mmucheck.tlc.Specs;

/**
 * In every reachable state the code takes the actions that the spec takes, with the same outcome,
 * and refuses all others.
 *
 * <p>The way that cannot be wrong, each transition from a start of its own, beside {@code
 * conform}'s tours: small models of all kinds, since a model of N transitions and depth D costs N*D
 * steps here.
 */
@Tag("slow")
class EveryTransitionTest {
  private static final Path SPEC = Path.of("..", "..", "spec");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_e_ager_RootFreed",
        "RootLifetime_age-no-rcu_NoRootUAF",
        "NotifierFault_V4_NoStaleInsert",
        "NotifierFault_V5_NoStaleInsert",
        "NotifierFault_V4b_NotifierContractHolds",
        "NotifierFault_V5b_NoStaleInsert",
        "NotifierFault_V7e_NoStaleInsert",
        "NotifierFault_V9_NoStaleInsert",
        "NotifierFault_V10_AfterReturn_FlushRules",
        "NotifierFault_precheck_OneFrame",
        "NotifierFault_precheck-hoisted_PrecheckSeesEnd",
        "NotifierFault_V11_ReachReusedUnderFault",
        "NotifierFault_own_reader",
        "NotifierFault_own-locked_FaultProgress",
        "NotifierFault_own-no-zap_NotifierContract",
        "NotifierFault_two-calls-late_NoStaleInsert",
        "GuestMap_map-held_ZoneDevice",
        "GuestMap_map-put-normal_MapSoundWeak",
        "GuestMap_map-never-put_PageRefExact",
        "GuestMap_map-gpc_ReachRefreshRetry",
        "GfnToPfnCache_gpc_RefreshProgress",
        "GfnToPfnCache_G3_SameFrame_GpcSound",
        "GfnToPfnCache_G5_GpcSound",
        "GfnToPfnCache_gpc-order_GpcSound",
        "GfnToPfnCache_G8_GpcSound",
        "GfnToPfnCache_G8_NoEndMidRefresh",
        "GfnToPfnCache_G8_count_RefreshProgress",
        "GfnToPfnCache_G8_mark-wait_RefreshProgress",
        "AttributeFault_one-snapshot_KindFromAttribute",
        "AttributeFault_V4c_KindLate",
        "AttributeFault_V4c_KindMatches",
        "AttributeFault_V4c_CureCheckBelow",
        "AttributeFault_V4c_CureRecheck",
        "AttributeFault_V4c_NoEndMidway",
        "AttributeFault_V4c_NoFirst_KindMatches",
        "AttributeFault_V4c_PageByAttribute",
        "AttributeFault_no-begin-end_KindMatches",
        "FinerLock_right",
        "FinerLock_test-outside_NoStaleInsert",
        "FinerLock_V6a_NoStaleInsert",
        "FinerLock_V6b_NoStaleInsert",
        "FinerLock_V6c-read_UnderMmuLock",
        "FinerLock_V6c-write_NoStaleInsert",
        "MemslotUpdate_V7g-wait_FaultProgress",
        "MemslotUpdate_prefault_SlotUpdateProgress",
        "MemslotUpdate_prefault-retries_FaultProgress",
        "MemslotUpdate_V7g-added_NoSplat",
        "MemslotUpdate_V7g-deleted_CountBalance",
        "MemslotUpdate_L7_Endless_SlotUpdateProgress",
        "SlotsRwsem_rwsem_Deadlock",
        "SlotsRwsem_rwsem-unfair_Nested",
        "SlotsRwsem_L7_FairEndless",
        "HugeFault_V7d-split_WithPage",
        "HugeFault_V7d-covered",
        "HugeFault_V7d-no-split_NoStaleInsert",
        "HugeFault_V7d-unfiltered",
        "HugeFault_V7d-recover-covered",
        "HugeFault_recover-no-split_NoStaleInsert",
        "ZapGfnRange_zap-gfn-range_NoFilter",
        "ZapGfnRange_V7e_NoYield"
      })
  void shouldTakeAndRefuseWhatTheSpecDoes(String name) throws Exception {
    Model model = Catalog.load(SPEC).find(name).get(0);
    Scheduler.run(
        () -> {
          try (Spec spec = Specs.open(model)) {
            new Comparison(spec, Bindings.of(model.module())).run();
          }
          return null;
        });
  }

  private static final class Comparison {
    private final Spec spec;
    private final Adapter adapter;
    private final StateGraph graph;
    private final int[] parent; // of each state, on a way from an initial state
    private final int[] by; // the action that leads here from the parent

    Comparison(Spec spec, Adapter adapter) {
      this.spec = spec;
      this.adapter = adapter;
      this.graph = StateGraph.of(spec);
      this.parent = new int[graph.size()];
      this.by = new int[graph.size()];
      for (int state = graph.size() - 1; state >= 0; state--) {
        int from = state; // the first to reach a state is written last
        graph.forEachTransition(
            from,
            transition -> {
              if (graph.target(transition) > from) {
                parent[graph.target(transition)] = from;
                by[graph.target(transition)] = graph.label(transition);
              }
            });
      }
    }

    void run() {
      for (int state = 0; state < graph.size(); state++) {
        List<Integer> enabled = refuseAllOthers(state);
        for (int action : enabled) {
          take(state, action);
        }
      }
    }

    /** Returns the actions that the spec takes in {@code state}. */
    private List<Integer> refuseAllOthers(int state) {
      List<Integer> enabled = new ArrayList<>();
      try (Subject subject = arrive(state)) {
        for (int action = 0; action < graph.actions().size(); action++) {
          if (graph.successor(state, action) >= 0) {
            enabled.add(action);
          } else {
            assertThat(subject.tryStep(graph.actions().get(action)))
                .as("%s in state\n%s", graph.actions().get(action), graph.state(state))
                .isFalse();
          }
        }
        assertThat(subject.state()).as("refusals change nothing").isEqualTo(graph.state(state));
      }
      return enabled;
    }

    private void take(int state, int action) {
      try (Subject subject = arrive(state)) {
        ActionInstance instance = graph.actions().get(action);
        assertThat(subject.tryStep(instance))
            .as("%s in state\n%s", instance, graph.state(state))
            .isTrue();
        assertThat(subject.state())
            .as("after %s in state\n%s", instance, graph.state(state))
            .isEqualTo(graph.state(graph.successor(state, action)));
      }
    }

    /** A fresh subject, led to {@code state}. */
    private Subject arrive(int state) {
      List<ActionInstance> path = new ArrayList<>();
      for (int at = state; at >= graph.initialStates(); at = parent[at]) {
        path.add(0, graph.actions().get(by[at]));
      }
      Subject subject =
          adapter.bind(spec.vars(), spec.constants(), ActionInstance.names(spec.actions())).start();
      for (ActionInstance action : path) {
        assertThat(subject.tryStep(action)).as("%s on the way %s", action, path).isTrue();
      }
      return subject;
    }
  }
}
