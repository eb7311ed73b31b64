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

/** {@code GuestMap.tla}: kvm_vcpu_map(), a gfn_to_pfn_cache, and a host that takes pages away. */
public final class GuestMapAdapter implements Adapter {
  /** There are no SPTEs here, so the zap inside an invalidation is no step. */
  static final Set<Step> POINTS = Set.copyOf(points());

  static final Actions ACTIONS =
      new Actions(
          List.of("FreePage", "ReusePage", "GiveAwayPage", "CleanPage"),
          List.of(
              "VcpuMap",
              "UseMap",
              "VcpuUnmap",
              "UseGpc",
              "RefreshGpc",
              "InvalidateRangeStart",
              "TearDownDevice"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("VcpuMap", "kvm_vcpu_map() {"),
          entry("GfnToPfn", "gfn_to_pfn()"),
          entry("KmapPage", "kmap() }"),
          entry("UseMap", "uses the mapping"),
          entry("WriteKhva", "*map->hva = ..."),
          entry("VcpuUnmap", "kvm_vcpu_unmap() {"),
          entry("KunmapPage", "kunmap()"),
          entry("PutMappedPage", "kvm_release_pfn_dirty()"),
          entry("UseGpc", "uses the cache"),
          entry("ReadLockGpc", "read_lock(gpc->lock)"),
          entry("CheckGpc", "kvm_gpc_check()"),
          entry("AccessGpc", "*gpc->khva = ..."),
          entry("ReadUnlockGpc", "read_unlock(gpc->lock)"),
          entry("RefreshGpc", "kvm_gpc_refresh() {"),
          entry("LockRefresh", "mutex_lock(refresh_lock)"),
          entry("LockGpcForRefresh", "write_lock_irq(gpc->lock)"),
          entry("BeginRefresh", "__kvm_gpc_refresh()"),
          entry("SnapshotForRefresh", "mmu_seq = mmu_invalidate_seq"),
          entry("UnlockGpcForGup", "write_unlock_irq(gpc->lock)"),
          entry("PutRetriedPfn", "puts the page of the last try"),
          entry("GpcHvaToPfn", "hva_to_pfn()"),
          entry("RelockGpc", "write_lock_irq(gpc->lock)"),
          entry("ReadActive", "retry on mn_active_invalidate_count?"),
          entry("ReadSeq", "retry on mmu_invalidate_seq?"),
          entry("CommitRefresh", "gpc->valid = true"),
          entry("PutRefreshedPfn", "kvm_release_pfn_clean()"),
          entry("UnlockGpcAfterRefresh", "write_unlock_irq(gpc->lock)"),
          entry("UnlockRefresh", "mutex_unlock(refresh_lock) }"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("TearDownDevice", "memunmap_pages() {"),
          entry("RaiseActive", "mn_active_invalidate_count++"),
          entry("InvalidateGpc", "gfn_to_pfn_cache_invalidate_start()"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("UnlockMmu", "write_unlock(mmu_lock)"),
          entry("ChangePte", "changes the host PTEs"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"),
          entry("LowerActive", "mn_active_invalidate_count-- }"),
          entry("DevPagemapCleanup", "dev_pagemap_cleanup() }"),
          entry("FreePage", "frees the page"),
          entry("ReusePage", "gives the page to somebody else"),
          entry("GiveAwayPage", "gives the block to another file"),
          entry("CleanPage", "folio_mkclean()"));

  private static final Map<Character, String> ROLES = Map.of('v', "vCPU", 'n', "notifier");

  private static Set<Step> points() {
    EnumSet<Step> points =
        EnumSet.of(
            Step.RAISE_ACTIVE,
            Step.INVALIDATE_GPC,
            Step.WRITE_LOCK,
            Step.RAISE_COUNT,
            Step.UNLOCK_MMU,
            Step.CHANGE_PTE,
            Step.RAISE_SEQ,
            Step.LOWER_COUNT,
            Step.LOWER_ACTIVE,
            Step.DEV_PAGEMAP_CLEANUP);
    points.addAll(EnumSet.range(Step.GFN_TO_PFN, Step.UNLOCK_REFRESH));
    points.removeAll(
        EnumSet.of(
            Step.UNLOCK_GPC_TO_WAIT,
            Step.WAIT_FOR_NO_ACTIVE,
            Step.RELOCK_GPC_AFTER_WAIT,
            Step.MAP_KHVA,
            Step.UNMAP_OLD_KHVA));
    return points;
  }

  @Override
  public String module() {
    return "GuestMap";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new GuestMapSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    return switch (action.action()) {
      case "FreePage", "ReusePage", "GiveAwayPage", "CleanPage" -> new Caption("host", "", text);
      default -> {
        String task = HostView.argument(action, 0).toString();
        yield new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
      }
    };
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of(
        "pc", "writer", "gpcWriter", "gpcReaders", "refreshLock", "mapsLeft", "invalidationsLeft");
  }

  @Override
  public Lock lock(String task, State state) {
    Value self = Value.of(task);
    if (state.value("writer").equals(self) || state.value("gpcWriter").equals(self)) {
      return Lock.WRITE;
    }
    boolean reads = ((Value.SetOf) state.value("gpcReaders")).elements().contains(self);
    return reads ? Lock.READ : Lock.NONE;
  }
}
