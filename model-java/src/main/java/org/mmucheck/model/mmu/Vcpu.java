package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.ALLOC_UNDER_READ;
import static org.mmucheck.model.Rule.COUNT_OWNERS;
import static org.mmucheck.model.Rule.FLUSH_AT_LOAD;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.PUT_UNDER_READ;
import static org.mmucheck.model.Rule.SECOND_LOOKUP;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * A vCPU, as far as it loads and frees roots and enters the guest with one.
 *
 * <p>Concurrency: {@code root} is written by the vCPU's own task, with mmu_lock held. {@code mode}
 * is one word, so that entering the guest and being told to drop the root are ordered: either the
 * vCPU sees the request before it enters, or whoever requests sees it in the guest and kicks it.
 */
public final class Vcpu {
  private static final int IN_GUEST = 1;
  private static final int RELOAD = 2; // KVM_REQ_MMU_FREE_OBSOLETE_ROOTS

  private final Kvm kvm;
  private final TdpWalk walk;
  private final AtomicInteger mode = new AtomicInteger();
  private volatile @Nullable TdpRoot root; // vcpu->arch.mmu->root
  private volatile @Nullable TdpRoot topped; // what mmu_topup_memory_caches() got
  private volatile @Nullable Tlb tlb; // null if no guest code runs

  Vcpu(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** {@code kvm_mmu_free_roots()}: puts the vCPU's reference. Models {@code FreeRoots}. */
  public void freeRoots() {
    boolean shared = kvm.design.has(PUT_UNDER_READ);
    walk.begin(TdpWalk.Op.PUT);
    walk.put = root;
    kvm.mmuLock.lock(walk.task, shared);
    kvm.users.touch(); // mmu_lock is the VM's
    TdpRoot loaded = root;
    if (loaded != null) {
      kvm.tdpMmu.putRoot(walk, loaded, shared);
      root = null;
    }
    kvm.mmuLock.unlock(walk.task);
    kvm.users.touch();
    walk.end();
  }

  /**
   * {@code kvm_unload_vcpu_mmu()}: whoever destroys the VM puts the reference of a vCPU that nobody
   * runs any more.
   */
  void unload(TdpWalk by) {
    TdpRoot loaded = root;
    if (loaded == null) {
      return;
    }
    loaded.disown(walk.task);
    loaded.own(by.task);
    by.put = loaded;
    kvm.mmuLock.readLock(by.task);
    kvm.tdpMmu.putRoot(by, loaded, true);
    root = null;
    kvm.mmuLock.unlock(by.task);
  }

  /**
   * {@code kvm_mmu_load()}: shares the valid root, or makes {@code fresh} one. Models {@code
   * LoadRoot}.
   *
   * @param fresh the page that {@code mmu_topup_memory_caches()} got
   */
  public void loadRoot(TdpRoot fresh) {
    boolean shared = kvm.design.has(ALLOC_UNDER_READ);
    walk.begin(TdpWalk.Op.LOAD);
    topped = fresh;
    kvm.mmuLock.lock(walk.task, shared);
    TdpRoot found = shared ? kvm.tdpMmu.nextRoot(walk, RootFilter.VALID, true, true) : null;
    walk.root = null; // the walk ends here; its reference is the vCPU's
    root = found != null ? found : shareOrAdd(fresh, !shared || kvm.design.has(SECOND_LOOKUP));
    kvm.mmuLock.unlock(walk.task);
    topped = null;
    Tlb cached = tlb;
    if (cached != null && kvm.design.has(FLUSH_AT_LOAD)) {
      cached.flush(); // kvm_x86_flush_tlb_current(): what it holds is of another root
    }
    walk.end();
  }

  /** The TLB of the hardware that runs the vCPU. */
  void attach(Tlb hardware) {
    tlb = hardware;
  }

  /** The part of {@code kvm_tdp_mmu_get_vcpu_root_hpa()} under tdp_mmu_pages_lock. */
  private TdpRoot shareOrAdd(TdpRoot fresh, boolean lookUp) {
    walk.task.probe().before(Step.ALLOC_ROOT);
    return kvm.roots.findOrAdd(
        lookUp,
        listed -> !listed.readInvalid() && listed.tryGet(walk.task),
        () -> {
          setFirstReferences(fresh);
          return fresh;
        });
  }

  /**
   * {@code direct_page_fault()}: one attempt. Models {@code HandleFault}.
   *
   * @return false if the host maps nothing there
   */
  public boolean handleFault(PageFaultHandler handler, PageFault fault) {
    walk.begin(TdpWalk.Op.FAULT);
    walk.gfn = fault.gfn();
    boolean backed = handler.attempt(this, fault);
    walk.end();
    return backed;
  }

  /** Gives the vCPU a reference before any task runs. */
  void adopt(TdpRoot adopted, boolean first) {
    if (first) {
      setFirstReferences(adopted);
    } else {
      adopted.tryGet(walk.task);
    }
    root = adopted;
  }

  /** A new root is the vCPU's and, in most designs, the TDP MMU's. */
  private void setFirstReferences(TdpRoot fresh) {
    boolean ownReference = kvm.design.has(OWN_REFERENCE);
    boolean forBoth = ownReference == kvm.design.has(COUNT_OWNERS);
    fresh.setFirstReferencesRelease(walk.task, ownReference, forBoth ? 2 : 1);
  }

  /**
   * {@code vcpu_enter_guest()}: a pending request is served first. Models {@code EnterGuest}.
   *
   * @return false if the vCPU has no root, or has to drop it first
   */
  public boolean enterGuest() {
    TdpRoot loaded = root;
    if (loaded == null) {
      return false;
    }
    int seen = mode.get();
    while (true) {
      if ((seen & IN_GUEST) != 0 || ((seen & RELOAD) != 0 && loaded.isInvalid())) {
        return false;
      }
      int witness = mode.compareAndExchange(seen, IN_GUEST);
      if (witness == seen) {
        return true;
      }
      seen = witness; // a request came in
    }
  }

  /**
   * A VM exit. Models {@code ExitGuest}.
   *
   * @return false if the vCPU is not in the guest
   */
  public boolean exitGuest() {
    return (mode.getAndUpdate(seen -> seen & ~IN_GUEST) & IN_GUEST) != 0;
  }

  /** {@code kvm_make_request()} and {@code kvm_vcpu_kick()}. */
  void requestReload() {
    mode.set(RELOAD);
    Tlb hardware = tlb;
    if (hardware != null) {
      hardware.kick();
    }
  }

  public boolean isInGuest() {
    return (mode.get() & IN_GUEST) != 0;
  }

  /** Whether the vCPU has been told to drop an obsolete root. */
  public boolean mustReload() {
    return (mode.get() & RELOAD) != 0;
  }

  public @Nullable TdpRoot root() {
    return root;
  }

  /** The page that may become a root; null unless the vCPU is loading one. */
  public @Nullable TdpRoot topped() {
    return topped;
  }

  public TdpWalk walk() {
    return walk;
  }
}
