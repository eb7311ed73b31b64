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

/** {@code HugeFault.tla}: huge leafs, and a host that splits its huge page. */
public final class HugeFaultAdapter implements Adapter {
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.HUGEPAGE_ADJUST,
              Step.SNAPSHOT_SEQ,
              Step.HVA_TO_PFN,
              Step.READ_LOCK,
              Step.IS_PAGE_FAULT_STALE,
              Step.MAP_PAGE,
              Step.UNLOCK_MMU,
              Step.WRITE_LOCK,
              Step.RAISE_COUNT,
              Step.ADD_RANGE,
              Step.ZAP_SPTE,
              Step.SPLIT_HUGE_PMD,
              Step.CHANGE_PTE,
              Step.RAISE_SEQ,
              Step.LOWER_COUNT));

  static final Actions ACTIONS =
      new Actions(List.of(), List.of("HandleFault", "InvalidateRangeStart"), POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "kvm_mmu_page_fault() {"),
          entry("HugepageAdjust", "host_pfn_mapping_level()"),
          entry("SnapshotSeq", "mmu_seq = mmu_invalidate_seq"),
          entry("HvaToPfn", "hva_to_pfn()"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "kvm_tdp_mmu_map()"),
          entry("UnlockMmu", "unlock(mmu_lock)"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("AddRange", "kvm_mmu_invalidate_range_add()"),
          entry("ZapSpte", "tdp_mmu_zap_leafs()"),
          entry("SplitHugePmd", "__split_huge_pmd()"),
          entry("ChangePte", "changes the host PTE"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"));

  private static final Map<Character, String> ROLES = Map.of('v', "vCPU", 'n', "notifier");

  @Override
  public String module() {
    return "HugeFault";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new HugeFaultSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String task = HostView.argument(action, 0).toString();
    String text = TEXTS.getOrDefault(action.action(), action.action());
    return new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of("pc", "writer", "readers", "left");
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
