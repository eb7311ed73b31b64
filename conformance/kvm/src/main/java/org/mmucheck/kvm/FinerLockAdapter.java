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

/** {@code FinerLock.tla}: the retry test under the lock of one entry. */
public final class FinerLockAdapter implements Adapter {
  static final Set<Step> POINTS =
      EnumSet.of(
          Step.SNAPSHOT_SEQ,
          Step.HVA_TO_PFN,
          Step.LOCK_ENTRY,
          Step.READ_COUNT,
          Step.READ_SEQ,
          Step.MAP_PAGE,
          Step.UNLOCK_ENTRY,
          Step.WRITE_LOCK,
          Step.RAISE_COUNT,
          Step.ZAP_SPTE,
          Step.UNLOCK_MMU,
          Step.CHANGE_PTE,
          Step.RAISE_SEQ,
          Step.LOWER_COUNT);

  static final Actions ACTIONS =
      new Actions(List.of(), List.of("HandleFault", "InvalidateRange"), POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "kvmppc_book3s_hv_page_fault() {"),
          entry("SnapshotSeq", "mmu_seq = mmu_invalidate_seq"),
          entry("HvaToPfn", "__kvm_faultin_pfn()"),
          entry("LockEntry", "lock_rmap()"),
          entry("ReadCount", "mmu_invalidate_in_progress?"),
          entry("ReadSeq", "mmu_invalidate_seq != mmu_seq?"),
          entry("MapPage", "sets the entry"),
          entry("UnlockEntry", "unlock_rmap() }"),
          entry("InvalidateRange", "invalidate_range_start() {"),
          entry("WriteLock", "spin_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("ZapSpte", "kvm_unmap_rmapp()"),
          entry("UnlockMmu", "spin_unlock(mmu_lock)"),
          entry("ChangePte", "changes the host PTE"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"));

  private static final Map<Character, String> ROLES = Map.of('v', "vCPU", 'n', "notifier");

  @Override
  public String module() {
    return "FinerLock";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new FinerLockSubject(vars, model);
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
    return Set.of("pc", "op", "entryLock", "mmuLock", "left");
  }

  @Override
  public Lock lock(String task, State state) {
    boolean holds = state.value("mmuLock").equals(Value.of(task));
    return holds ? Lock.WRITE : Lock.NONE;
  }
}
