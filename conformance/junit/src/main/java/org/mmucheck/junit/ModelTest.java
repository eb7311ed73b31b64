package org.mmucheck.junit;

import org.mmucheck.subject.Adapter;

/**
 * One check of one model.
 *
 * @param name {@code conform BoundedQueue_right}
 */
record ModelTest(String name, Body body) {
  /** What the test does. */
  @FunctionalInterface
  interface Body {
    void run(Adapter adapter) throws Exception;
  }

  /**
   * @param adapter binds the code under test
   */
  void run(Adapter adapter) throws Exception {
    body.run(adapter);
  }
}
