package org.mmucheck.model.mmu;

import java.util.concurrent.atomic.AtomicInteger;
import org.mmucheck.model.Splats;

/**
 * {@code kvm->users_count}, and what became of the VM.
 *
 * <p>Concurrency: any task may raise the count except from zero, so whoever lowers it to zero
 * destroys the VM, and is the only one to write {@code life}.
 */
public final class VmUsers {
  /** What became of the VM. */
  public enum Life {
    ALIVE,
    DESTROYING,
    FREED
  }

  private final Splats splats;
  private final AtomicInteger count = new AtomicInteger(1); // kvm_create_vm(): of the VM's file
  private volatile Life life = Life.ALIVE;

  VmUsers(Splats splats) {
    this.splats = splats;
  }

  /** {@code kvm_get_kvm_safe()}: takes a reference unless the VM is being destroyed. */
  boolean tryGet() {
    int seen = count.get();
    while (seen != 0) {
      int witness = count.compareAndExchange(seen, seen + 1);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /**
   * Puts a reference.
   *
   * @return whether it was the last; then the VM is the caller's to destroy
   */
  boolean put() {
    if (count.decrementAndGet() != 0) {
      return false;
    }
    life = Life.DESTROYING;
    return true;
  }

  /** {@code kvm_arch_free_vm()}. */
  void setFreed() {
    life = Life.FREED;
  }

  /** Called where the code dereferences {@code struct kvm}: reports if it is freed. */
  void touch() {
    if (life == Life.FREED) {
      splats.report("use-after-free: vm");
    }
  }

  public int count() {
    return count.get();
  }

  public Life life() {
    return life;
  }
}
