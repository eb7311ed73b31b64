package org.mmucheck.tlc;

import org.mmucheck.catalog.Model;

/** Opens specs for evaluation step by step. */
public final class Specs {
  private Specs() {}

  /**
   * @throws TlcException if the module or the configuration is wrong, its next-state relation does
   *     not fall apart into named actions with constant arguments, or a text is both a string and a
   *     model value
   */
  public static TlcSpec open(Model model) {
    TlcSession session = TlcSessions.open(model);
    try {
      return session.spec();
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }
}
