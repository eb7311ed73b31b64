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

/** {@code RootLifetime.tla}: roots, their putters, zappers, walkers, and a notifier. */
public final class RootLifetimeAdapter implements Adapter {
  static final Set<Step> POINTS = Set.copyOf(points());

  static final Actions ACTIONS =
      new Actions(
          List.of("RcuFree", "FreePage", "ReusePage", "EnterGuest", "ExitGuest", "Terminating"),
          List.of(
              "FreeRoots",
              "LoadRoot",
              "HandleFault",
              "InvalidateRangeStart",
              "ZapAllFast",
              "WalkRoots"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("FreeRoots", "kvm_mmu_free_roots() {"),
          entry("LoadRoot", "kvm_mmu_load() {"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("ZapAllFast", "kvm_mmu_zap_all_fast() {"),
          entry("WalkRoots", "kvm_mmu_slot_remove_write_access() {"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("UnlockMmu", "unlock(mmu_lock) }"),
          entry("CondResched", "tdp_mmu_iter_cond_resched() yields"),
          entry("RetakeMmuLock", "... retakes mmu_lock"),
          entry("LockSlots", "mutex_lock(slots_lock)"),
          entry("UnlockSlots", "mutex_unlock(slots_lock)"),
          entry("ZapSpte", "tdp_mmu_iter_set_spte() zaps"),
          entry("FreezeSpte", "tdp_mmu_zap_spte_atomic() freezes"),
          entry("ClearSpte", "tdp_mmu_zap_spte_atomic() clears"),
          entry("VisitSpte", "looks at an SPTE"),
          entry("PutRoot", "kvm_tdp_mmu_put_root()"),
          entry("MarkInvalid", "xchg(role.invalid, true)"),
          entry("SetRefcountOne", "refcount_set(root, 1)"),
          entry("QueueRoot", "tdp_mmu_schedule_zap_root()"),
          entry("PutOwnerRef", "puts the zap's own reference"),
          entry("UnlinkRoot", "list_del_rcu(root)"),
          entry("CallRcu", "call_rcu(root)"),
          entry("FindRoot", "tdp_mmu_next_root()"),
          entry("GetRoot", "kvm_tdp_mmu_get_root()"),
          entry("LoadInvalid", "reads role.invalid too early"),
          entry("TestInvalid", "reads role.invalid"),
          entry("RequestReload", "kvm_make_all_cpus_request()"),
          entry("TestScheduled", "reads scheduled_root_to_zap"),
          entry("ClearScheduled", "clears scheduled_root_to_zap"),
          entry("HandleFault", "direct_page_fault() {"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "tdp_mmu_map_handle_target_level()"),
          entry("EnterGuest", "vcpu_enter_guest()"),
          entry("ExitGuest", "leaves the guest"),
          entry("AllocRoot", "kvm_tdp_mmu_get_vcpu_root_hpa()"),
          entry("InvalidateRoots", "kvm_tdp_mmu_invalidate_all_roots()"),
          entry("NextInvalidatedRoot", "next_invalidated_root()"),
          entry("FlushWorkqueue", "flush_workqueue()"),
          entry("ProcessWork", "tdp_mmu_zap_root_work() {"),
          entry("RcuFree", "tdp_mmu_free_sp_rcu_callback()"),
          entry("FreePage", "unmaps and frees the page"),
          entry("ReusePage", "gives the page to somebody else"),
          entry("Terminating", "every task rests"));

  private static final Map<Character, String> ROLES =
      Map.of('v', "vCPU", 'n', "notifier", 'z', "zapper", 'w', "kworker", 'h', "walker");

  private static Set<Step> points() {
    Set<Step> points = EnumSet.range(Step.WRITE_LOCK, Step.PROCESS_WORK);
    points.add(Step.IS_PAGE_FAULT_STALE);
    points.add(Step.MAP_PAGE);
    return points;
  }

  @Override
  public String module() {
    return "RootLifetime";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new RootLifetimeSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    return switch (action.action()) {
      case "FreePage", "ReusePage" -> new Caption("host", "", text);
      case "RcuFree" -> new Caption("rcu", "", text);
      case "Terminating" -> new Caption("all", "", text);
      default -> {
        String task = action.args().values().iterator().next().toString();
        yield new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
      }
    };
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of(
        "pc",
        "iter",
        "writer",
        "readers",
        "slotsLock",
        "loaded",
        "loads",
        "head",
        "nxt",
        "owns",
        "gifts",
        "seen",
        "rcu",
        "grace",
        "faults",
        "topped",
        "mmuRef",
        "hadOwner",
        "inProgress");
  }

  @Override
  public Lock lock(String task, State state) {
    Value self = Value.of(task);
    if (state.value("writer").equals(self)) {
      return Lock.WRITE;
    }
    boolean reads = ((Value.SetOf) state.value("readers")).elements().contains(self);
    return reads ? Lock.READ : Lock.NONE;
  }
}
