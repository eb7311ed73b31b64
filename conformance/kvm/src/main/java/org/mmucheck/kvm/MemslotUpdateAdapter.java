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

/** {@code MemslotUpdate.tla}: memslots that come and go under invalidations and faults. */
public final class MemslotUpdateAdapter implements Adapter {
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.GFN_TO_MEMSLOT,
              Step.SNAPSHOT_SEQ,
              Step.HVA_TO_PFN,
              Step.READ_LOCK,
              Step.IS_PAGE_FAULT_STALE,
              Step.MAP_PAGE,
              Step.RELEASE_PFN,
              Step.RAISE_ACTIVE,
              Step.FIND_MEMSLOTS,
              Step.WRITE_LOCK,
              Step.RAISE_COUNT,
              Step.ADD_RANGE,
              Step.ZAP_SPTE,
              Step.CHANGE_PTE,
              Step.RAISE_SEQ,
              Step.LOWER_COUNT,
              Step.LOWER_ACTIVE,
              Step.SWAP_MEMSLOTS,
              Step.SYNCHRONIZE_SRCU,
              Step.UNLOCK_MMU));

  static final Actions ACTIONS =
      new Actions(
          List.of("FreePage"),
          List.of("HandleFault", "InvalidateRangeStart", "AddSlot", "DeleteSlot"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "kvm_mmu_page_fault() {"),
          entry("GfnToMemslot", "kvm_vcpu_gfn_to_memslot()"),
          entry("SnapshotSeq", "mmu_seq = mmu_invalidate_seq"),
          entry("HvaToPfn", "hva_to_pfn()"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "kvm_tdp_mmu_map()"),
          entry("ReleasePfn", "kvm_release_pfn_clean()"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("RaiseActive", "mn_active_invalidate_count++"),
          entry("FindMemslots", "does a memslot overlap?"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("AddRange", "kvm_mmu_invalidate_range_add()"),
          entry("ZapSpte", "tdp_mmu_zap_leafs()"),
          entry("ChangePte", "changes the host PTE"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"),
          entry("LowerActive", "mn_active_invalidate_count-- }"),
          entry("AddSlot", "kvm_set_memory_region() adds {"),
          entry("DeleteSlot", "kvm_set_memory_region() deletes {"),
          entry("SwapMemslots", "kvm_swap_active_memslots()"),
          entry("SynchronizeSrcu", "synchronize_srcu(srcu)"),
          entry("UnlockMmu", "unlock(mmu_lock)"),
          entry("FreePage", "frees the page"));

  private static final Map<Character, String> ROLES =
      Map.of('v', "vCPU", 'n', "notifier", 'u', "updater");

  @Override
  public String module() {
    return "MemslotUpdate";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new MemslotUpdateSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    if (action.action().equals("FreePage")) {
      return new Caption("host", "", text);
    }
    String task = HostView.argument(action, 0).toString();
    return new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of("pc", "writer", "readers", "grace", "left");
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
