package org.mmucheck.linux.kernel;

import java.util.List;

/**
 * Where a task of one kernel stands before it takes a step of the spec.
 *
 * @param task the spec's name for tasks of its kind: {@code Vcpu}
 * @param step the action that the task takes next, or {@code Idle} where it waits for a command
 * @param spots any of them
 */
public record Point(String task, String step, List<Spot> spots) {
  public Point {
    spots = List.copyOf(spots);
  }
}
