package org.mmucheck.tlc;

import java.nio.file.Path;
import org.mmucheck.catalog.Model;

/** Opens specs for evaluation step by step. */
public final class Specs {
  private Specs() {}

  /**
   * @param specDir the folder with the model's module and configuration
   * @throws TlcException if the module or the configuration is wrong, its next-state relation does
   *     not fall apart into named actions with constant arguments, or a text is both a string and a
   *     model value
   */
  public static TlcSpec open(Path specDir, Model model) {
    TlcSession session = TlcSessions.open(specDir, model);
    try {
      return session.spec();
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }
}
