package org.mmucheck.tlc.bridge;

import org.mmucheck.tlc.TlcException;
import tlc2.output.EC;
import tlc2.tool.impl.FastTool;

/** What a module assumes of its constants. */
final class Assumptions {
  private Assumptions() {}

  /**
   * @throws TlcException if an assumption is false, as from a run of TLC
   */
  static void require(FastTool tool, Messages messages, Failures failures) {
    messages.forget();
    if (tool.checkAssumptions() != EC.NO_ERROR) {
      throw failures.assumption(messages);
    }
  }
}
