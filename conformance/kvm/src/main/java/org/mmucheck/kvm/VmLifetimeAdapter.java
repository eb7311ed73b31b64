package org.mmucheck.kvm;

import static java.util.Map.entry;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.model.Step;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Actions;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.value.Value;

/** {@code VmLifetime.tla}: the end of a VM, its zap worker and its RCU callbacks. */
public final class VmLifetimeAdapter implements Adapter {
  static final Set<Step> POINTS =
      EnumSet.of(
          Step.READ_LOCK,
          Step.PUT_ROOT,
          Step.MARK_INVALID,
          Step.SET_REFCOUNT_ONE,
          Step.QUEUE_ROOT,
          Step.UNLINK_ROOT,
          Step.CALL_RCU,
          Step.UNLOCK_MMU,
          Step.PROCESS_WORK,
          Step.FREEZE_SPTE,
          Step.CLEAR_SPTE,
          Step.PUT_VM,
          Step.FLUSH_WORKQUEUE,
          Step.CHECK_ROOT_LIST,
          Step.RCU_BARRIER,
          Step.FREE_VM);

  static final Actions ACTIONS =
      new Actions(List.of("RcuFree"), List.of("FreeRoots", "CloseFile"), POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("FreeRoots", "kvm_mmu_free_roots() {"),
          entry("CloseFile", "close(fd)"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("PutRoot", "kvm_tdp_mmu_put_root()"),
          entry("MarkInvalid", "xchg(role.invalid, true)"),
          entry("SetRefcountOne", "refcount_set(root, 1)"),
          entry("QueueRoot", "tdp_mmu_schedule_zap_root()"),
          entry("UnlinkRoot", "list_del_rcu(root)"),
          entry("CallRcu", "call_rcu(root)"),
          entry("UnlockMmu", "read_unlock(mmu_lock) }"),
          entry("ProcessWork", "tdp_mmu_zap_root_work() {"),
          entry("FreezeSpte", "tdp_mmu_zap_spte_atomic() freezes"),
          entry("ClearSpte", "tdp_mmu_zap_spte_atomic() clears"),
          entry("RcuFree", "tdp_mmu_free_sp_rcu_callback()"),
          entry("PutVm", "kvm_put_kvm()"),
          entry("FlushWorkqueue", "destroy_workqueue() has waited"),
          entry("CheckRootList", "WARN_ON(!list_empty(roots))"),
          entry("RcuBarrier", "rcu_barrier() has waited"),
          entry("FreeVm", "kvm_arch_free_vm()"));

  private static final Map<Character, String> ROLES =
      Map.of('v', "vCPU", 'c', "closer", 'w', "kworker");

  @Override
  public String module() {
    return "VmLifetime";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new VmLifetimeSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    if (action.action().equals("RcuFree")) {
      return new Caption("rcu", "", text);
    }
    String task = HostView.argument(action, 0).toString();
    return new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of("pc", "op", "readers", "loaded");
  }

  @Override
  public Lock lock(String task, State state) {
    boolean reads = ((Value.SetOf) state.value("readers")).elements().contains(Value.of(task));
    return reads ? Lock.READ : Lock.NONE;
  }
}
