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

/** {@code AttributeFault.tla}: faults on private or shared memory. */
public final class AttributeFaultAdapter implements Adapter {
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.READ_KIND,
              Step.SNAPSHOT_SEQ,
              Step.CHECK_ATTRIBUTE,
              Step.SNAPSHOT_AGAIN,
              Step.GET_PAGE,
              Step.READ_LOCK,
              Step.IS_PAGE_FAULT_STALE,
              Step.MAP_PAGE,
              Step.UNLOCK_MMU,
              Step.WRITE_LOCK,
              Step.RAISE_COUNT,
              Step.ZAP_SPTE,
              Step.STORE_ATTRIBUTE,
              Step.RAISE_SEQ,
              Step.LOWER_COUNT));

  static final Actions ACTIONS =
      new Actions(List.of(), List.of("HandleFault", "SetAttributes"), POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("HandleFault", "kvm_mmu_page_fault() {"),
          entry("ReadKind", "is_private = kvm_mem_is_private()"),
          entry("SnapshotSeq", "mmu_seq = mmu_invalidate_seq"),
          entry("CheckAttribute", "is_private != kvm_mem_is_private()?"),
          entry("SnapshotAgain", "mmu_seq = mmu_invalidate_seq, again"),
          entry("GetPage", "__kvm_faultin_pfn()"),
          entry("ReadLock", "read_lock(mmu_lock)"),
          entry("IsPageFaultStale", "is_page_fault_stale()"),
          entry("MapPage", "kvm_tdp_mmu_map()"),
          entry("UnlockMmu", "unlock(mmu_lock)"),
          entry("SetAttributes", "kvm_vm_set_mem_attributes() {"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("ZapSpte", "kvm_pre_set_memory_attributes()"),
          entry("StoreAttribute", "xa_store(mem_attr_array)"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"));

  private static final Map<Character, String> ROLES = Map.of('v', "vCPU", 'c', "changer");

  @Override
  public String module() {
    return "AttributeFault";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new AttributeFaultSubject(vars, model);
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
    return Set.of("pc", "op", "writer", "readers", "left");
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
