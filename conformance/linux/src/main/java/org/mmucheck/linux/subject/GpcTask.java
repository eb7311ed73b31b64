package org.mmucheck.linux.subject;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A task of a scene with a cache, and where it stands.
 *
 * <p>A notifier is a task of the VMM for each of its invalidations: what such a task does when its
 * notifier has ended, to have TLBs flushed, may take an answer from a CPU that has its interrupts
 * off since it holds the cache's lock. So it is left where it is.
 */
final class GpcTask {
  /** It is told to do something, or has done it. */
  static final String IDLE = "Idle";

  private final String kind;
  private final Deque<MachineTask> fresh;
  private MachineTask machine;
  String stand = IDLE;

  /**
   * @param machines the tasks of the VMM that it is, one after the other
   */
  GpcTask(String kind, List<MachineTask> machines) {
    this.kind = kind;
    this.fresh = new ArrayDeque<>(machines);
    this.machine = machines.getFirst();
  }

  String kind() {
    return kind;
  }

  MachineTask machine() {
    return machine;
  }

  /** For the next invalidation. */
  MachineTask renew() {
    machine = fresh.pop();
    return machine;
  }
}
