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

/** {@code ZapGfnRange.tla}: a zap for a change that KVM has made by itself. */
public final class ZapGfnRangeAdapter implements Adapter {
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.SNAPSHOT_SEQ,
              Step.HVA_TO_PFN,
              Step.READ_LOCK,
              Step.IS_PAGE_FAULT_STALE,
              Step.MAP_PAGE,
              Step.RELEASE_PFN,
              Step.CHANGE_PTE,
              Step.WRITE_LOCK,
              Step.RAISE_COUNT,
              Step.ADD_RANGE,
              Step.ZAP_SPTE,
              Step.COND_RESCHED,
              Step.RETAKE_MMU_LOCK,
              Step.RAISE_SEQ,
              Step.LOWER_COUNT,
              Step.UNLOCK_MMU));

  static final Actions ACTIONS =
      new Actions(List.of(), List.of("HandleFault", "ZapFrames"), POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "kvm_mmu_page_fault() {"),
          entry("SnapshotSeq", "mmu_seq = mmu_invalidate_seq"),
          entry("HvaToPfn", "hva_to_pfn()"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "kvm_tdp_mmu_map()"),
          entry("ReleasePfn", "kvm_release_pfn_clean()"),
          entry("ZapFrames", "is about to zap the frames"),
          entry("ChangePte", "changes what backs them"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("AddRange", "kvm_mmu_invalidate_range_add()"),
          entry("ZapSpte", "tdp_mmu_zap_leafs()"),
          entry("CondResched", "tdp_mmu_iter_cond_resched() yields"),
          entry("RetakeMmuLock", "... retakes mmu_lock"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"),
          entry("UnlockMmu", "unlock(mmu_lock)"));

  private static final Map<Character, String> ROLES = Map.of('v', "vCPU", 'z', "zapper");

  @Override
  public String module() {
    return "ZapGfnRange";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new ZapGfnRangeSubject(vars, model);
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
    return Set.of("pc", "zap", "writer", "readers", "left");
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
