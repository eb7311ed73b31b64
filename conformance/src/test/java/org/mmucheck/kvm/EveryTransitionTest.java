package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Subject;
import org.mmucheck.tlc.Specs;
import org.mmucheck.value.Value;

/** In every reachable state, the code takes and refuses the same actions as the spec. */
class EveryTransitionTest {
  private static final Path SPEC = Path.of("..", "spec");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NotifierFault_V2_NoStaleInsert",
        "NotifierFault_V4_NoStaleInsert",
        "NotifierFault_V5_NoStaleInsert",
        "NotifierFault_V6_FaultProgress",
        "NotifierFault_V11_ReachReusedUnderFault",
        "GuestMap_map-held_ZoneDevice",
        "GuestMap_map-put-normal_MapSoundWeak",
        "GuestMap_map-never-put_PageRefExact",
        "GuestMap_map-foll-pin"
      })
  void shouldTakeAndRefuseTheSameActions(String model) throws Exception {
    compare(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NotifierFault_V6", "NotifierFault_V11", "GuestMap_map-gpc"})
  void shouldTakeAndRefuseTheSameActionsInTheRightDesigns(String model) throws Exception {
    compare(model);
  }

  private static void compare(String model) throws Exception {
    Scheduler.run(
        () -> {
          try (Spec spec = Specs.open(SPEC, Catalog.load(SPEC).find(model).get(0))) {
            Adapter adapter = KvmAdapters.of(Catalog.load(SPEC).find(model).get(0).module());
            compare(spec, adapter);
          }
          return null;
        });
  }

  private static void compare(Spec spec, Adapter adapter) {
    StateGraph graph = StateGraph.of(spec);
    List<ActionInstance> actions = graph.actions();
    Map<String, Value> constants = spec.constants();
    int[] parent = new int[graph.size()];
    int[] by = new int[graph.size()];
    for (int from = graph.size() - 1; from >= 0; from--) {
      int state = from;
      graph.forEachTransition(
          state,
          transition -> {
            if (graph.target(transition) >= graph.initialStates()
                && graph.target(transition) > state) {
              parent[graph.target(transition)] = state;
              by[graph.target(transition)] = graph.label(transition);
            }
          });
    }
    for (int state = 0; state < graph.size(); state++) {
      Subject subject = arrive(graph, adapter, spec, parent, by, state);
      List<Integer> taken = new ArrayList<>();
      for (int action = 0; action < actions.size(); action++) {
        if (graph.successor(state, action) >= 0) {
          taken.add(action);
        } else {
          assertThat(subject.tryStep(actions.get(action)))
              .as("%s in state %s\n%s", actions.get(action), state, graph.state(state))
              .isFalse();
        }
      }
      assertThat(subject.state()).as("refusals change nothing").isEqualTo(graph.state(state));
      for (int action : taken) {
        if (subject == null) {
          subject = arrive(graph, adapter, spec, parent, by, state);
        }
        assertThat(subject.tryStep(actions.get(action)))
            .as("%s in state\n%s", actions.get(action), graph.state(state))
            .isTrue();
        assertThat(subject.state())
            .as("after %s in state\n%s", actions.get(action), graph.state(state))
            .isEqualTo(graph.state(graph.successor(state, action)));
        subject.close();
        subject = null;
      }
      if (subject != null) {
        subject.close();
      }
    }
    assertThat(constants).isNotEmpty();
  }

  /** A fresh subject, led to {@code state} by the shortest schedule. */
  private static Subject arrive(
      StateGraph graph, Adapter adapter, Spec spec, int[] parent, int[] by, int state) {
    List<ActionInstance> path = new ArrayList<>();
    for (int at = state; at >= graph.initialStates(); at = parent[at]) {
      path.add(0, graph.actions().get(by[at]));
    }
    Subject subject = adapter.start(spec.vars(), spec.constants());
    for (ActionInstance action : path) {
      if (!subject.tryStep(action)) {
        throw new AssertionError("the code refuses " + action + " on the way " + path);
      }
    }
    return subject;
  }
}
