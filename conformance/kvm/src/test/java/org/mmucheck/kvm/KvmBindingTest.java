package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Step;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Adapter.Lock;
import org.mmucheck.subject.Subject;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/** What all bindings have from their base. */
class KvmBindingTest {
  private static final String MODEL = "FinerLock_V6a_NoStaleInsert";

  private final Adapter binding = new FinerLockBinding();
  private final Trace trace = Committed.trace(MODEL);

  @Test
  void shouldParkJustAtTheStepsThatTheSpecHas() {
    assertThat(KvmActions.points(Set.of("WriteLock", "HandleFault", "ZapSpte")))
        .containsExactlyInAnyOrder(Step.WRITE_LOCK, Step.ZAP_SPTE);
  }

  @Test
  void shouldRunOnAtPointsThatTheSpecLacks() throws Exception {
    Set<String> actions = new TreeSet<>(NamedActions.of("FinerLock").keySet());
    actions.remove("SnapshotSeq");
    try (Subject subject = start(trace.vars(), actions)) {
      assertThat(subject.tryStep(by("HandleFault"))).isTrue();
      assertThat(subject.state().value("pc"))
          .isEqualTo(
              Value.fcn(
                  Map.of(Value.of("v0"), Value.of("HvaToPfn"), Value.of("n0"), Value.of("Idle"))));
    }
  }

  @Test
  void shouldSayThatTheCodeOfTheModuleLacksAnAction() {
    try (Subject subject = start(trace.vars(), Set.of("CleanPage", "ZapLeaf"))) {
      assertThatThrownBy(() -> subject.tryStep(by("CleanPage")))
          .hasMessage("the module's code has no action CleanPage");
      assertThatThrownBy(() -> subject.tryStep(by("ZapLeaf")))
          .hasMessage("the module's code has no action ZapLeaf");
      assertThatThrownBy(() -> subject.tryStep(by("HandleFault")))
          .hasMessage("the implementation has no action HandleFault");
    }
  }

  @Test
  void shouldNameVariableThatOnlyOneSideHas() {
    List<String> more = new ArrayList<>(trace.vars());
    more.add("epoch");
    try (Subject subject = start(more, Set.of())) {
      assertThatThrownBy(subject::state).hasMessage("the code does not project epoch");
    }
    List<String> fewer = new ArrayList<>(trace.vars());
    fewer.remove("entryLock");
    assertThatThrownBy(() -> start(fewer, Set.of()))
        .hasMessageEndingWith("the code projects entryLock");
  }

  @Test
  void shouldCallStepsAsTheKernelDoesUnlessTheModuleSaysOtherwise() {
    assertThat(binding.caption(by("RaiseCount")))
        .isEqualTo(new Adapter.Caption("v0", "vCPU", "kvm_mmu_invalidate_begin()"));
    assertThat(binding.caption(by("WriteLock")).text()).isEqualTo("spin_lock(mmu_lock)");
    assertThat(new NotifierFaultBinding().caption(by("WriteLock")).text())
        .isEqualTo("write_lock(mmu_lock)");
    assertThat(binding.caption(by("Unheard")).text()).isEqualTo("Unheard");
  }

  @Test
  void shouldPutWhatNoTaskDoesIntoColumnOfItsOwn() {
    assertThat(binding.caption(new ActionInstance("Terminating", Map.of())))
        .isEqualTo(new Adapter.Caption("all", "", "every task rests"));
  }

  @Test
  void shouldCallTasksByTheirLetterUnlessTheModuleSaysOtherwise() {
    ActionInstance action = new ActionInstance("RefreshGpc", Map.of("t", Value.of("u0")));
    assertThat(new MemslotUpdateBinding().caption(action).role()).isEqualTo("updater");
    assertThat(new GfnToPfnCacheBinding().caption(action).role()).isEqualTo("user");
  }

  @Test
  void shouldTellHowTaskHoldsTheLock() {
    State state =
        new State(List.of("writer", "readers"), Value.of("n0"), Value.set(Value.of("v0")));
    Adapter faults = new NotifierFaultBinding();
    assertThat(faults.lock("n0", state)).isEqualTo(Lock.WRITE);
    assertThat(faults.lock("v0", state)).isEqualTo(Lock.READ);
    assertThat(faults.lock("v1", state)).isEqualTo(Lock.NONE);
  }

  /** Its spec has no variable for a lock that nobody else is left to take. */
  @Test
  void shouldTellThatWhoZapsAtTheEndOfAVmHoldsTheLockForWrite() {
    Adapter vm = new VmLifetimeBinding();
    List<String> locked =
        Committed.trace("VmLifetime_e_ReachFreed").steps().stream()
            .filter(step -> vm.lock("v0", step.state()) == Lock.WRITE)
            .map(step -> Objects.requireNonNull(step.action()).action())
            .toList();
    assertThat(locked).startsWith("WriteLock", "FindRoot").endsWith("CallRcu", "RcuFree");
    assertThat(locked).hasSize(12);
  }

  private Subject start(List<String> vars, Set<String> actions) {
    return binding.bind(vars, Committed.constants(MODEL), actions).start();
  }

  private static ActionInstance by(String action) {
    return new ActionInstance(action, Map.of("v", Value.of("v0")));
  }
}
