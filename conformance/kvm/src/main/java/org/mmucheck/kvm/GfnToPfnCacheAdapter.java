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

/** {@code GfnToPfnCache.tla}: one cache with its users, its refreshes, its owner. */
public final class GfnToPfnCacheAdapter implements Adapter {
  static final Set<Step> POINTS = Set.copyOf(points());

  static final Actions ACTIONS =
      new Actions(
          List.of("FreePage"),
          List.of("UseGpc", "RefreshGpc", "SwitchGpc", "InvalidateRangeStart"),
          POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
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
          entry("UnlockGpcToWait", "write_unlock_irq(gpc->lock)"),
          entry("WaitForNoActive", "waits for active = 0"),
          entry("RelockGpcAfterWait", "write_lock_irq(gpc->lock)"),
          entry("UnlockGpcForGup", "write_unlock_irq(gpc->lock)"),
          entry("PutRetriedPfn", "undoes the last try"),
          entry("GpcHvaToPfn", "hva_to_pfn()"),
          entry("MapKhva", "gpc_map()"),
          entry("RelockGpc", "write_lock_irq(gpc->lock)"),
          entry("ReadActive", "retry on mn_active_invalidate_count?"),
          entry("ReadSeq", "retry on mmu_invalidate_seq?"),
          entry("CommitRefresh", "gpc->valid = true"),
          entry("PutRefreshedPfn", "kvm_release_pfn_clean()"),
          entry("UnlockGpcAfterRefresh", "write_unlock_irq(gpc->lock)"),
          entry("UnmapOldKhva", "gpc_unmap() of the old khva"),
          entry("UnlockRefresh", "mutex_unlock(refresh_lock) }"),
          entry("SwitchGpc", "kvm_gpc_(de)activate() {"),
          entry("AddToList", "list_add(gpc->list)"),
          entry("SetActive", "gpc->active = true"),
          entry("ClearActive", "gpc->active = gpc->valid = false"),
          entry("RemoveFromList", "list_del(gpc->list)"),
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("RaiseActive", "mn_active_invalidate_count++"),
          entry("InvalidateGpc", "gfn_to_pfn_cache_invalidate_start()"),
          entry("WriteLock", "write_lock(mmu_lock)"),
          entry("RaiseCount", "kvm_mmu_invalidate_begin()"),
          entry("UnlockMmu", "write_unlock(mmu_lock)"),
          entry("ChangePte", "changes the host PTE"),
          entry("RaiseSeq", "kvm_mmu_invalidate_end(): seq++"),
          entry("LowerCount", "kvm_mmu_invalidate_end(): count--"),
          entry("RaiseEnded", "counts the end"),
          entry("LowerActive", "mn_active_invalidate_count--"),
          entry("FreePage", "frees the page"));

  private static final Map<Character, String> ROLES =
      Map.of('u', "user", 'r', "refresher", 'o', "owner", 'n', "notifier");

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
            Step.RAISE_ENDED);
    points.addAll(EnumSet.range(Step.READ_LOCK_GPC, Step.REMOVE_FROM_LIST));
    return points;
  }

  @Override
  public String module() {
    return "GfnToPfnCache";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new GfnToPfnCacheSubject(vars, model);
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
    return Set.of("pc", "writer", "gpcWriter", "gpcReaders", "refreshLock", "left");
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
