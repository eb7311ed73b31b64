package org.mmucheck.model;

/**
 * One kernel task, as {@code current} is in the kernel: its name and its schedule points.
 *
 * @param name what lockdep and the traces call it
 * @param probe its schedule points
 */
public record Task(String name, Probe probe) {
  /** A free-running task. */
  public static Task free(String name) {
    return new Task(name, Probe.NONE);
  }

  @Override
  public boolean equals(Object other) {
    return this == other; // a task is itself, whatever its name
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return name;
  }
}
