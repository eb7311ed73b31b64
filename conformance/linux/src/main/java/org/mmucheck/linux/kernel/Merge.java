package org.mmucheck.linux.kernel;

import java.util.List;

/**
 * Steps of the spec that a kernel takes as one: nothing stops it between them, and only the state
 * after the last of them can be compared.
 *
 * @param task the spec's name for tasks of its kind
 * @param steps in the order of the spec; at least two
 * @param why what the kernel does instead
 */
public record Merge(String task, List<String> steps, String why) {
  public Merge {
    steps = List.copyOf(steps);
  }
}
