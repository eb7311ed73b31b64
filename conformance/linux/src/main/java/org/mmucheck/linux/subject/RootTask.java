package org.mmucheck.linux.subject;

import java.util.Optional;

/**
 * A task of a scene with roots, and where it stands in the spec.
 *
 * <p>Where the kernel has taken two steps as one, the task stands before the second in the spec and
 * behind it in the machine: it is <em>ahead</em>.
 */
final class RootTask {
  /** A step that the kernel has taken and the spec has not. */
  sealed interface Ahead {
    /** A reference to a root has been taken. */
    record Got(String root) implements Ahead {}

    /** A root is no longer scheduled to be zapped. */
    record Unscheduled(String root) implements Ahead {}

    /** An entry has been cleared. */
    record Cleared(String root, int frame) implements Ahead {}
  }

  final MachineTask machine;
  String stand = "Idle";
  String yielded = ""; // where it stood when it was asked to yield
  Optional<Ahead> ahead = Optional.empty();

  RootTask(MachineTask machine) {
    this.machine = machine;
  }

  String name() {
    return machine.name();
  }
}
