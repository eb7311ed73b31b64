package org.mmucheck.model.bits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.sync.MmuLock;

/**
 * A VM with one frame: its SPTE, the TLBs of its vCPUs, and what an invalidation counts.
 *
 * <p>Concurrency: {@code seq} and {@code inProgress} are written with mmu_lock held for write; the
 * others say it themselves.
 */
public final class BitsVm {
  final Design design;
  final Splats splats;
  final MmuLock mmuLock;
  final LeafSpte spte;
  final WrittenPages pages;
  final DirtyLog log;
  final AtomicLong seq = new AtomicLong();
  final AtomicInteger inProgress = new AtomicInteger();

  @Fixed(Fixed.Since.MADE)
  private final List<BitsTlb> tlbs;

  /**
   * @param vcpus how many vCPUs run the guest
   * @param isLogging whether the memslot has a dirty log
   */
  public BitsVm(Design design, Splats splats, int vcpus, boolean isLogging) {
    this.design = design;
    this.splats = splats;
    this.mmuLock = new MmuLock(design.has(Rule.WRITER_WAITS));
    this.spte = new LeafSpte(design);
    this.pages = new WrittenPages(splats);
    this.log = new DirtyLog(isLogging);
    List<BitsTlb> all = new ArrayList<>();
    for (int i = 0; i < vcpus; i++) {
      all.add(new BitsTlb(this));
    }
    this.tlbs = List.copyOf(all);
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  public LeafSpte spte() {
    return spte;
  }

  public WrittenPages pages() {
    return pages;
  }

  public DirtyLog log() {
    return log;
  }

  public List<BitsTlb> tlbs() {
    return tlbs;
  }

  public long seq() {
    return seq.getAcquire();
  }

  public int inProgress() {
    return inProgress.getAcquire();
  }

  /** {@code kvm_flush_remote_tlbs()}: when it returns, no vCPU uses an older translation. */
  void flushRemoteTlbs() {
    tlbs.forEach(BitsTlb::flush);
  }
}
