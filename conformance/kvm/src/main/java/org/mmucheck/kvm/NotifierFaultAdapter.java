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

/** {@code NotifierFault.tla}: page faults, TLBs, and a host that takes pages away. */
public final class NotifierFaultAdapter implements Adapter {
  /** The zap has one root here, which stays: what the walk does to its refcount is no step. */
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.SNAPSHOT_SEQ,
              Step.UNSAFE_RETRY,
              Step.PRECHECK_PASSES,
              Step.PRECHECK_RETRIES,
              Step.HVA_TO_PFN,
              Step.READ_LOCK,
              Step.IS_PAGE_FAULT_STALE,
              Step.MAP_PAGE,
              Step.PREFETCH_PAGE,
              Step.MAP_PREFETCHED,
              Step.UNLOCK_MMU,
              Step.RELEASE_PFN,
              Step.RAISE_ACTIVE,
              Step.WRITE_LOCK,
              Step.RAISE_COUNT,
              Step.ADD_RANGE,
              Step.ZAP_SPTE,
              Step.FLUSH_FOR_YIELD,
              Step.COND_RESCHED,
              Step.RETAKE_MMU_LOCK,
              Step.FLUSH_REMOTE_TLBS,
              Step.CHANGE_PTE,
              Step.RAISE_SEQ,
              Step.LOWER_COUNT,
              Step.LOWER_ACTIVE));

  static final Actions ACTIONS =
      new Actions(
          List.of("GuestAccess", "FreePage", "ReusePage"),
          List.of("HandleFault", "InvalidateRangeStart"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "kvm_mmu_page_fault() {"),
          entry("SnapshotSeq", "mmu_seq = mmu_invalidate_seq"),
          entry("UnsafeRetry", "mmu_invalidate_retry_gfn_unsafe()"),
          entry("PrecheckPasses", "..._retry_gfn_unsafe() says no"),
          entry("PrecheckRetries", "..._retry_gfn_unsafe() says yes"),
          entry("HvaToPfn", "hva_to_pfn()"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "kvm_tdp_mmu_map()"),
          entry("PrefetchPage", "gfn_to_page_many_atomic()"),
          entry("MapPrefetched", "direct_pte_prefetch_many()"),
          entry("UnlockMmu", "unlock(mmu_lock)"),
          entry("ReleasePfn", "kvm_release_pfn_clean()"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("RaiseActive", "mn_active_invalidate_count++"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("AddRange", "kvm_mmu_invalidate_range_add()"),
          entry("ZapSpte", "tdp_mmu_zap_leafs()"),
          entry("FlushForYield", "kvm_flush_remote_tlbs(), to yield"),
          entry("CondResched", "tdp_mmu_iter_cond_resched() yields"),
          entry("RetakeMmuLock", "... retakes mmu_lock"),
          entry("FlushRemoteTlbs", "kvm_flush_remote_tlbs()"),
          entry("ChangePte", "changes the host PTEs"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"),
          entry("LowerActive", "mn_active_invalidate_count-- }"),
          entry("GuestAccess", "guest access"),
          entry("FreePage", "frees the page"),
          entry("ReusePage", "gives the page to somebody else"));

  private static final Map<Character, String> ROLES = Map.of('v', "vCPU", 'n', "notifier");

  @Override
  public String module() {
    return "NotifierFault";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new NotifierFaultSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    if (action.action().equals("FreePage") || action.action().equals("ReusePage")) {
      return new Caption("host", "", text);
    }
    String task = HostView.argument(action, 0).toString();
    return new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of("pc", "writer", "readers", "faultsLeft", "invalidationsLeft");
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
