package org.mmucheck.model.mirror;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The TDX module, as far as it keeps the external tables of one TD: a root with one entry, and a
 * table with an entry a frame. It refuses what does not fit them, and changes nothing then.
 *
 * <p>Concurrency: {@code lock} makes each call, each entry and exit of a vCPU, and each walk of the
 * hardware one step. A vCPU may stay inside the module over many steps; what locks of the module it
 * has, others find busy, and do not wait for.
 */
public final class TdxModule {
  /** What a call comes to. */
  enum Result {
    SUCCESS,
    /** {@code TDX_OPERAND_BUSY}: a vCPU has what the call needs. */
    BUSY,
    /** The call does not fit the tables, or the TD has no key. */
    REFUSED
  }

  /** An entry of the external table. */
  public enum Sept {
    NONE,
    PRESENT,
    /** No walk comes by it any more; a TLB may have it. */
    BLOCKED,
    /** Blocked, and the epoch has been raised since. */
    TRACKED
  }

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<TdVcpu> cpus = new ArrayList<>();

  @GuardedBy("lock")
  private final Sept[] table;

  @GuardedBy("lock")
  private boolean hasTable;

  @GuardedBy("lock")
  private boolean hasKey = true;

  TdxModule(int frames) {
    this.table = new Sept[frames];
    Arrays.fill(table, Sept.NONE);
  }

  TdVcpu vcpu(MirrorRoots td) {
    TdVcpu cpu = new TdVcpu(td, lock);
    lock.lock();
    try {
      cpus.add(cpu);
    } finally {
      lock.unlock();
    }
    return cpu;
  }

  /** {@code TDH.MEM.SEPT.ADD}: the root's entry points to the table. */
  Result addTable() {
    lock.lock();
    try {
      if (isBusy()) {
        return Result.BUSY;
      }
      if (!hasKey || hasTable) {
        return Result.REFUSED;
      }
      hasTable = true;
      return Result.SUCCESS;
    } finally {
      lock.unlock();
    }
  }

  /** {@code TDH.MEM.PAGE.AUG}: the TD gets the page. */
  Result augment(int gfn) {
    lock.lock();
    try {
      return isBusy() ? Result.BUSY : replace(gfn, hasTable, Sept.NONE, Sept.PRESENT);
    } finally {
      lock.unlock();
    }
  }

  /** {@code TDH.MEM.RANGE.BLOCK}: no walk comes to the page any more. */
  Result block(int gfn) {
    lock.lock();
    try {
      return isBusy() ? Result.BUSY : replace(gfn, true, Sept.PRESENT, Sept.BLOCKED);
    } finally {
      lock.unlock();
    }
  }

  /** {@code TDH.MEM.TRACK}: who enters from now on has no translation of what is blocked. */
  Result track() {
    lock.lock();
    try {
      if (isBusy() || oldEpochRuns()) {
        return Result.BUSY;
      }
      if (!hasKey) {
        return Result.REFUSED;
      }
      cpus.forEach(cpu -> cpu.stale = true);
      for (int gfn = 0; gfn < table.length; gfn++) {
        if (table[gfn] == Sept.BLOCKED) {
          table[gfn] = Sept.TRACKED;
        }
      }
      return Result.SUCCESS;
    } finally {
      lock.unlock();
    }
  }

  /** {@code TDH.MEM.PAGE.REMOVE}: gives the page back. */
  Result remove(int gfn) {
    lock.lock();
    try {
      return isBusy() ? Result.BUSY : replace(gfn, !oldEpochRuns(), Sept.TRACKED, Sept.NONE);
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@code TDH.PHYMEM.PAGE.RECLAIM} of the table.
   *
   * @return false while the TD has its key
   */
  boolean reclaimTable() {
    lock.lock();
    try {
      hasTable &= hasKey;
      return !hasKey;
    } finally {
      lock.unlock();
    }
  }

  /** {@code TDH.MNG.KEY.FREEID}. */
  void freeKey() {
    lock.lock();
    try {
      hasKey = false;
    } finally {
      lock.unlock();
    }
  }

  /** All vCPUs are out of the guest: {@code kvm_make_all_cpus_request()}. */
  void kickAll() {
    lock.lock();
    try {
      cpus.forEach(cpu -> cpu.place = TdVcpu.Place.OUT);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a walk of the hardware for {@code gfn} comes by a present entry. */
  boolean maps(int gfn) {
    lock.lock();
    try {
      return hasTable && table[gfn] == Sept.PRESENT;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Result replace(int gfn, boolean mayBe, Sept was, Sept becomes) {
    if (!hasKey || !mayBe || table[gfn] != was) {
      return Result.REFUSED;
    }
    table[gfn] = becomes;
    return Result.SUCCESS;
  }

  @GuardedBy("lock")
  private boolean isBusy() {
    return cpus.stream().anyMatch(cpu -> cpu.place == TdVcpu.Place.MODULE);
  }

  /** Whether a vCPU is in the guest since before the last {@link #track}. */
  @GuardedBy("lock")
  private boolean oldEpochRuns() {
    return cpus.stream().anyMatch(cpu -> cpu.stale && cpu.place != TdVcpu.Place.OUT);
  }

  /** Whether the external root's entry points to the table. */
  public boolean hasTable() {
    lock.lock();
    try {
      return hasTable;
    } finally {
      lock.unlock();
    }
  }

  public Sept entry(int gfn) {
    lock.lock();
    try {
      return table[gfn];
    } finally {
      lock.unlock();
    }
  }

  /** Whether the TD has its key: {@code is_hkid_assigned()}. */
  public boolean hasKey() {
    lock.lock();
    try {
      return hasKey;
    } finally {
      lock.unlock();
    }
  }
}
