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

/** {@code TablePages.tla}: page-table pages, who links and removes them, hardware that walks. */
public final class TablePagesAdapter implements Adapter {
  static final Set<Step> POINTS =
      EnumSet.of(
          Step.READ_LOCK,
          Step.WRITE_LOCK,
          Step.UNLOCK_MMU,
          Step.COND_RESCHED,
          Step.RETAKE_MMU_LOCK,
          Step.ZAP_SPTE,
          Step.FREEZE_SPTE,
          Step.CLEAR_SPTE,
          Step.CALL_RCU,
          Step.IS_PAGE_FAULT_STALE,
          Step.READ_PARENT,
          Step.LINK_TABLE,
          Step.READ_LEAF,
          Step.MAP_PAGE,
          Step.FREEZE_PARENT,
          Step.SWAP_PARENT,
          Step.ZAP_PARENT,
          Step.FREEZE_CHILD,
          Step.FLUSH_TABLE,
          Step.FLUSH_ZAPPED,
          Step.CLEAR_PARENT,
          Step.DROP_RCU,
          Step.FLUSH_FOR_YIELD,
          Step.FLUSH_REMOTE_TLBS);

  static final Actions ACTIONS =
      new Actions(
          List.of("RcuFree", "FreePage", "WalkRoot", "WalkTable"),
          List.of("HandleFault", "ZapTables", "ReplaceTable", "ZapLeaf", "InvalidateRangeStart"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "direct_page_fault() {"),
          entry("ZapTables", "tdp_mmu_zap_root() {"),
          entry("ReplaceTable", "maps a huge page {"),
          entry("ZapLeaf", "zaps one SPTE {"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("UnlockMmu", "unlock(mmu_lock) }"),
          entry("CondResched", "cond_resched_rwlock_write()"),
          entry("RetakeMmuLock", "... retakes mmu_lock"),
          entry("ZapSpte", "tdp_mmu_iter_set_spte() zaps"),
          entry("FreezeSpte", "freezes the SPTE"),
          entry("ClearSpte", "clears the SPTE"),
          entry("CallRcu", "call_rcu(table)"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("ReadParent", "reads the root's entry"),
          entry("LinkTable", "tdp_mmu_link_sp()"),
          entry("ReadLeaf", "reads the table's entry"),
          entry("MapPage", "cmpxchg(SPTE)"),
          entry("FreezeParent", "tdp_mmu_zap_spte_atomic()"),
          entry("SwapParent", "cmpxchg(table, huge page)"),
          entry("ZapParent", "zaps the root's entry"),
          entry("FreezeChild", "handle_removed_pt(): xchg"),
          entry("FlushTable", "handle_removed_pt(): flush"),
          entry("FlushZapped", "kvm_flush_remote_tlbs_gfn()"),
          entry("ClearParent", "clears the root's entry"),
          entry("DropRcu", "rcu_read_unlock()"),
          entry("FlushForYield", "kvm_flush_remote_tlbs()"),
          entry("FlushRemoteTlbs", "kvm_flush_remote_tlbs()"),
          entry("RcuFree", "frees the table"),
          entry("FreePage", "frees the page"),
          entry("WalkRoot", "hardware reads the root"),
          entry("WalkTable", "hardware reads the table"));

  private static final Map<Character, String> ROLES =
      Map.of('v', "vCPU", 'z', "zapper", 'p', "huge fault", 'l', "SPTE zapper", 'n', "notifier");

  @Override
  public String module() {
    return "TablePages";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new TablePagesSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    return switch (action.action()) {
      case "RcuFree" -> new Caption("rcu", "", text);
      case "FreePage" -> new Caption("host", "", text);
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
        "topped",
        "faults",
        "writer",
        "readers",
        "rcu",
        "grace",
        "returned",
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
