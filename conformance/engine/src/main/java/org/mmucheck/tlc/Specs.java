package org.mmucheck.tlc;

import java.util.function.Function;
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
    return opened(model, TlcSession::spec);
  }

  /**
   * As {@link #open(Model)}, evaluated by another engine than TLC where it can.
   *
   * @throws TlcException also if that engine does not know a construct that the model uses
   */
  public static TlcSpec open(Model model, GraphEngine engine) {
    return opened(model, engine::spec);
  }

  /**
   * As {@link #open(Model)}, also where the model is good for asking what holds, not for exploring.
   *
   * @throws TlcException if the module or the configuration is wrong, or a text is both a string
   *     and a model value
   */
  public static TlcSpec openAsItIs(Model model) {
    return opened(model, TlcSession::specAsItIs);
  }

  private static TlcSpec opened(Model model, Function<TlcSession, TlcSpec> spec) {
    TlcSession session = TlcSessions.open(model);
    try {
      return spec.apply(session);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }
}
