package org.mmucheck.model.mmu;

import org.mmucheck.model.Task;

/**
 * The open file of a VM, or of one of its vCPUs: user space's reference to the VM.
 *
 * <p>Concurrency: the task that has it open closes it, once.
 */
public final class VmFile {
  private final Kvm kvm;
  private final TdpWalk walk;

  VmFile(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** {@code kvm_vm_release()} or {@code kvm_vcpu_release()}. Models {@code CloseFile}. */
  public void close() {
    kvm.teardown.putVm(walk);
  }

  public TdpWalk walk() {
    return walk;
  }
}
