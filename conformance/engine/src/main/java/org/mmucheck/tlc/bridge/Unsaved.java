package org.mmucheck.tlc.bridge;

import java.util.Set;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSession;

/** What a spec may do that no checkpoint of TLC holds, so that a run cannot be gone on with. */
final class Unsaved {
  private static final Set<String> OPERATORS =
      Set.of(
          "TLCSet",
          "RandomElement",
          "RandomSubset",
          "RandomSetOfSubsets",
          "RandomSubsetSetPreprocessed",
          "JavaTime");

  private Unsaved() {}

  /**
   * @throws TlcException if the model does such a thing
   */
  static void refuse(TlcSession session) {
    if (session.checksLiveness()) {
      throw refusal("it checks a temporal property, which needs the whole graph of this run");
    }
    Uses.any(session, OPERATORS)
        .ifPresent(
            used -> {
              throw refusal(used + " has values that no checkpoint holds");
            });
  }

  private static TlcException refusal(String why) {
    return new TlcException(
        TlcException.NOT_FIT, "a run of this model cannot be saved to go on with: " + why);
  }
}
