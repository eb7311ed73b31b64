package org.mmucheck.model.bits;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one vCPU's hardware has cached of the SPTE: its page, and whether a write needs another look
 * at the dirty bit.
 *
 * <p>Concurrency: {@code pipeline} makes an access of the guest and a flush exclude each other, as
 * a kick out of the guest does. The SPTE may change between two accesses without notice.
 */
public final class BitsTlb {
  /** No translation. */
  public static final int NONE = -1;

  private final BitsVm vm;
  private final ReentrantLock pipeline = new ReentrantLock();

  @GuardedBy("pipeline")
  private int pfn = NONE;

  @GuardedBy("pipeline")
  private boolean dirty;

  BitsTlb(BitsVm vm) {
    this.vm = vm;
  }

  /**
   * The guest reads.
   *
   * @return false if nothing changes: it is cached, or there is no translation
   */
  public boolean read() {
    pipeline.lock();
    try {
      if (pfn != NONE) {
        return false;
      }
      long spte = vm.spte.walk(false);
      if (spte == LeafSpte.NONE) {
        return false;
      }
      pfn = LeafSpte.pfn(spte);
      dirty = LeafSpte.isDirty(spte);
      return true;
    } finally {
      pipeline.unlock();
    }
  }

  /**
   * The guest writes.
   *
   * @return false if there is no translation
   */
  public boolean write() {
    pipeline.lock();
    try {
      if (pfn == NONE || !dirty) {
        long spte = vm.spte.walk(true);
        if (spte == LeafSpte.NONE) {
          return false;
        }
        if (!LeafSpte.isDirty(spte)) {
          vm.log.mark();
        }
        pfn = LeafSpte.pfn(spte);
        dirty = true;
      }
      vm.pages.write(pfn);
      vm.log.wrote();
      return true;
    } finally {
      pipeline.unlock();
    }
  }

  /** Whether a write would pass without a fault. */
  public boolean translates() {
    pipeline.lock();
    try {
      return (pfn != NONE && dirty) || vm.spte.read() != LeafSpte.NONE;
    } finally {
      pipeline.unlock();
    }
  }

  void flush() {
    pipeline.lock();
    try {
      pfn = NONE;
      dirty = false;
    } finally {
      pipeline.unlock();
    }
  }

  /** The page that is cached; {@link #NONE} if there is none. */
  public int pfn() {
    pipeline.lock();
    try {
      return pfn;
    } finally {
      pipeline.unlock();
    }
  }

  /** Whether a cached translation lets writes pass. */
  public boolean isDirty() {
    pipeline.lock();
    try {
      return dirty;
    } finally {
      pipeline.unlock();
    }
  }
}
