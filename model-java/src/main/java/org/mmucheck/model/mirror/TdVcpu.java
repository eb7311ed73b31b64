package org.mmucheck.model.mirror;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A vCPU that runs the TD: out of it, in it, or in a call of the module.
 *
 * <p>Concurrency: {@code lock} is the module's. That a vCPU asks whether it is kept out and enters
 * in one step is what interrupts being off is for in the kernel: a kick comes before the question,
 * or finds the vCPU in the guest.
 */
public final class TdVcpu {
  /** Where the vCPU is. */
  public enum Place {
    OUT,
    IN,
    /** In the guest, and it has a lock of the module: a TDCALL. */
    MODULE
  }

  private final MirrorRoots td;
  private final ReentrantLock lock;

  @GuardedBy("lock")
  private final boolean[] tlb; // guarded by lock

  volatile Place place = Place.OUT; // written with the module's lock held
  volatile boolean stale; // it entered before the last track; written with that lock held

  TdVcpu(MirrorRoots td, ReentrantLock lock) {
    this.td = td;
    this.lock = lock;
    this.tlb = new boolean[td.frames()];
  }

  /**
   * {@code tdx_vcpu_run()}. Models {@code EnterGuest}.
   *
   * @return false if it is in already, or kept out
   */
  public boolean enter() {
    lock.lock();
    try {
      if (place != Place.OUT || td.isEntryForbidden()) {
        return false;
      }
      if (stale) {
        Arrays.fill(tlb, false);
        stale = false;
      }
      place = Place.IN;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A VM exit. Models {@code ExitGuest}. */
  public boolean exit() {
    return move(Place.IN, Place.OUT);
  }

  /** A TDCALL begins. Models {@code EnterModule}. */
  public boolean enterModule() {
    return move(Place.IN, Place.MODULE);
  }

  /** The TDCALL returns. Models {@code LeaveModule}. */
  public boolean leaveModule() {
    return move(Place.MODULE, Place.IN);
  }

  private boolean move(Place from, Place to) {
    lock.lock();
    try {
      if (place != from) {
        return false;
      }
      place = to;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The hardware walks the external tables. Models {@code WalkExternal}.
   *
   * @return false if it has a translation already, or comes to no page
   */
  public boolean walk(int gfn) {
    lock.lock();
    try {
      if (place != Place.IN || tlb[gfn] || !td.module().maps(gfn)) {
        return false;
      }
      if (td.table() == MirrorRoots.Table.FREED) {
        td.splats.report("hardware walks a freed table");
      } else {
        tlb[gfn] = true;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  public Place place() {
    return place;
  }

  public boolean isStale() {
    return stale;
  }

  /** Whether it has a translation; a stale one it drops when it enters. */
  public boolean translates(int gfn) {
    lock.lock();
    try {
      return tlb[gfn];
    } finally {
      lock.unlock();
    }
  }
}
