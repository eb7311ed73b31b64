package org.mmucheck.linux.lab;

/**
 * What a scene needs of the VMM.
 *
 * @param vcpus tasks that are vCPUs
 * @param notifiers tasks that take pages away
 * @param frames frames of guest memory, each with a page of its own
 * @param framesPerSlot after how many of them a memslot ends
 */
public record Shape(int vcpus, int notifiers, int frames, int framesPerSlot) {
  /** CPU 0 is nobody's, so that what the kernel does for itself has one. */
  public int cpus() {
    return 1 + vcpus + notifiers;
  }

  String arguments() {
    return "%d %d %d %d".formatted(vcpus, notifiers, frames, framesPerSlot);
  }
}
