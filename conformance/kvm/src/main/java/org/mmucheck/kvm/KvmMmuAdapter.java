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

/** {@code KvmMmu.tla}: roots, faults, notifier, fast zap, memslot, TLBs and host in one. */
public final class KvmMmuAdapter implements Adapter {
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.WRITE_LOCK,
              Step.READ_LOCK,
              Step.UNLOCK_MMU,
              Step.FLUSH_FOR_YIELD,
              Step.COND_RESCHED,
              Step.RETAKE_MMU_LOCK,
              Step.ZAP_SPTE,
              Step.FREEZE_SPTE,
              Step.CLEAR_SPTE,
              Step.PUT_ROOT,
              Step.MARK_INVALID,
              Step.SET_REFCOUNT_ONE,
              Step.QUEUE_ROOT,
              Step.PUT_OWNER_REF,
              Step.UNLINK_ROOT,
              Step.CALL_RCU,
              Step.FIND_ROOT,
              Step.GET_ROOT,
              Step.ALLOC_ROOT,
              Step.INVALIDATE_ROOTS,
              Step.NEXT_INVALIDATED_ROOT,
              Step.TEST_SCHEDULED,
              Step.CLEAR_SCHEDULED,
              Step.FLUSH_WORKQUEUE,
              Step.PROCESS_WORK,
              Step.SWAP_MEMSLOTS,
              Step.SYNCHRONIZE_SRCU,
              Step.HVA_TO_PFN,
              Step.IS_PAGE_FAULT_STALE,
              Step.MAP_PAGE,
              Step.RAISE_COUNT,
              Step.FLUSH_REMOTE_TLBS,
              Step.CHANGE_PTE,
              Step.RAISE_SEQ));

  static final Actions ACTIONS =
      new Actions(
          List.of("RcuFree", "FreePage", "GuestAccess", "Terminating"),
          List.of(
              "FreeRoots",
              "LoadRoot",
              "HandleFault",
              "InvalidateRangeStart",
              "ZapAllFast",
              "DeleteSlot",
              "ReleaseMm"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("FreeRoots", "kvm_mmu_free_roots() {"),
          entry("LoadRoot", "kvm_mmu_load() {"),
          entry("HandleFault", "direct_page_fault() {"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("ZapAllFast", "kvm_mmu_zap_all_fast() {"),
          entry("DeleteSlot", "kvm_set_memslot(KVM_MR_DELETE) {"),
          entry("ReleaseMm", "mmu_notifier_release() {"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("UnlockMmu", "unlock(mmu_lock) }"),
          entry("FlushForYield", "kvm_flush_remote_tlbs(), to yield"),
          entry("CondResched", "tdp_mmu_iter_cond_resched() yields"),
          entry("RetakeMmuLock", "... retakes mmu_lock"),
          entry("ZapSpte", "tdp_mmu_iter_set_spte() zaps"),
          entry("FreezeSpte", "tdp_mmu_zap_spte_atomic() freezes"),
          entry("ClearSpte", "tdp_mmu_zap_spte_atomic() clears"),
          entry("PutRoot", "kvm_tdp_mmu_put_root()"),
          entry("MarkInvalid", "xchg(role.invalid, true)"),
          entry("SetRefcountOne", "refcount_set(root, 1)"),
          entry("QueueRoot", "tdp_mmu_schedule_zap_root()"),
          entry("PutOwnerRef", "puts the zap's own reference"),
          entry("UnlinkRoot", "list_del_rcu(root)"),
          entry("CallRcu", "call_rcu(root)"),
          entry("FindRoot", "tdp_mmu_next_root()"),
          entry("GetRoot", "kvm_tdp_mmu_get_root()"),
          entry("AllocRoot", "kvm_tdp_mmu_get_vcpu_root_hpa()"),
          entry("InvalidateRoots", "kvm_tdp_mmu_invalidate_all_roots()"),
          entry("NextInvalidatedRoot", "next_invalidated_root()"),
          entry("TestScheduled", "reads scheduled_root_to_zap"),
          entry("ClearScheduled", "clears scheduled_root_to_zap"),
          entry("FlushWorkqueue", "flush_workqueue()"),
          entry("ProcessWork", "tdp_mmu_zap_root_work() {"),
          entry("SwapMemslots", "kvm_swap_active_memslots()"),
          entry("SynchronizeSrcu", "synchronize_srcu_expedited()"),
          entry("HvaToPfn", "hva_to_pfn()"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "kvm_tdp_mmu_map()"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("FlushRemoteTlbs", "kvm_flush_remote_tlbs()"),
          entry("ChangePte", "changes the host PTEs"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end()"),
          entry("GuestAccess", "guest access"),
          entry("RcuFree", "tdp_mmu_free_sp_rcu_callback()"),
          entry("FreePage", "frees the page"),
          entry("Terminating", "every task rests"));

  private static final Map<Character, String> ROLES =
      Map.of('v', "vCPU", 'n', "notifier", 'z', "zapper", 'w', "kworker", 'x', "exit");

  @Override
  public String module() {
    return "KvmMmu";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new KvmMmuSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    return switch (action.action()) {
      case "FreePage" -> new Caption("host", "", text);
      case "RcuFree" -> new Caption("rcu", "", text);
      case "Terminating" -> new Caption("all", "", text);
      default -> {
        String task = HostView.argument(action, 0).toString();
        yield new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
      }
    };
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of(
        "pc",
        "iter",
        "inv",
        "writer",
        "readers",
        "loaded",
        "topped",
        "loads",
        "faults",
        "invalidationsLeft",
        "head",
        "nxt",
        "owns",
        "mmuRef",
        "hadOwner",
        "gifts",
        "seen",
        "rcu",
        "grace",
        "hull",
        "refs");
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
