package org.mmucheck.subject;

import java.util.List;

/**
 * A thread that the code under test has started itself and not ended: nobody leads it, so that it
 * may do at any time what no step of the spec stands for.
 *
 * @param name the thread's
 * @param task that started it; empty for the environment, or where the code was set up
 * @param what one line: that it has not ended, and where it is
 * @param stack where, innermost first, without the JDK's frames
 */
public record LeftThread(String name, String task, String what, List<String> stack) {
  public LeftThread {
    stack = List.copyOf(stack);
  }

  /** One line: whose it is, and where it is. */
  public String line() {
    return "the code leaves a thread behind: %s%s %s"
        .formatted(name, task.isEmpty() ? "" : ", started by " + task + ",", what);
  }
}
