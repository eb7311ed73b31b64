package org.mmucheck.tlc;

import org.mmucheck.catalog.Model;

/** Runs TLC's model checker on one model, in this process. */
public final class TlcRunner {
  private TlcRunner() {}

  /**
   * Checks {@code model}. Several threads may each run one.
   *
   * @throws TlcException if TLC reaches no verdict
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then and
   *     its files are gone
   */
  public static TlcResult run(Model model, TlcOptions options) throws InterruptedException {
    try (TlcSession session = TlcSessions.open(model)) {
      return session.check(options);
    }
  }
}
