package org.mmucheck.linux.kernel;

import java.util.List;

/**
 * Variables of the spec that a kernel still shows otherwise while a task stands before a step:
 * there, and only there, they are not compared.
 *
 * @param task the spec's name for tasks of its kind
 * @param before the step
 * @param why what the kernel does instead
 */
public record Unsettled(String task, String before, List<String> variables, String why) {
  public Unsettled {
    variables = List.copyOf(variables);
  }
}
