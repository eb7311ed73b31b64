package org.mmucheck.subject;

/** What a task of the code under test does when the spec's action starts it. */
@FunctionalInterface
public interface Command {
  /**
   * Calls the code under test.
   *
   * @param args the action's
   * @throws Exception a failure of the code under test, which ends the replay or check
   */
  void run(Args args) throws Exception;
}
