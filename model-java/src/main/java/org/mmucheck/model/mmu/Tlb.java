package org.mmucheck.model.mmu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.mmucheck.model.host.HostMm;

/**
 * What one vCPU's hardware has cached of the SPTEs.
 *
 * <p>Concurrency: {@code pipeline} makes a guest access and a flush exclude each other. That is the
 * hardware's promise: a remote flush kicks the vCPU out of the guest, so when it returns no access
 * is under way that started with an older translation. Between two accesses the SPTE may change
 * without notice; that is what flushes are for.
 */
public final class Tlb {
  /** No translation. */
  public static final int NONE = -1;

  private final ReentrantLock pipeline = new ReentrantLock();

  @GuardedBy("pipeline")
  private final int[] pfns;

  Tlb(int gfns) {
    pfns = new int[gfns];
    Arrays.fill(pfns, NONE);
  }

  /**
   * The guest accesses {@code gfn}; on a miss the hardware walks to the SPTE and caches it.
   *
   * @return false if there is no translation
   */
  boolean access(int gfn, SpteTable sptes, HostMm mm) {
    pipeline.lock();
    try {
      if (pfns[gfn] == NONE) {
        long spte = sptes.getAcquire(gfn);
        if (!SpteTable.isPresent(spte)) {
          return false;
        }
        pfns[gfn] = SpteTable.pfn(spte);
      }
      mm.page(pfns[gfn]).guestAccess();
      return true;
    } finally {
      pipeline.unlock();
    }
  }

  /** What the vCPU does in the guest: a kick waits for its end, as a flush does. */
  boolean inGuest(BooleanSupplier stay) {
    pipeline.lock();
    try {
      return stay.getAsBoolean();
    } finally {
      pipeline.unlock();
    }
  }

  /** {@code kvm_kick_many_cpus()}: waits until the vCPU is out of the guest. */
  void kick() {
    pipeline.lock();
    pipeline.unlock();
  }

  /** Drops every translation. */
  void flush() {
    pipeline.lock();
    try {
      Arrays.fill(pfns, NONE);
    } finally {
      pipeline.unlock();
    }
  }

  /** The page that is cached for {@code gfn}; {@link #NONE} if there is none. */
  public int pfn(int gfn) {
    pipeline.lock();
    try {
      return pfns[gfn];
    } finally {
      pipeline.unlock();
    }
  }
}
