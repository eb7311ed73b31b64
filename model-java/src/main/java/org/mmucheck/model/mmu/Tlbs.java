package org.mmucheck.model.mmu;

import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The TLBs of all vCPUs that run guest code.
 *
 * <p>Concurrency: the list is copied when a vCPU is added; each TLB does its own locking.
 */
final class Tlbs {
  private final CopyOnWriteArrayList<Tlb> all = new CopyOnWriteArrayList<>();

  void add(Tlb tlb) {
    all.add(tlb);
  }

  /** Whether there is nothing that could cache a translation. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** {@code kvm_flush_remote_tlbs()}: when it returns, no vCPU uses an older translation. */
  void flushAll() {
    all.forEach(Tlb::flush);
  }
}
