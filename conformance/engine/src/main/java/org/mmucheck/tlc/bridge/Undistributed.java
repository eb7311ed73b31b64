package org.mmucheck.tlc.bridge;

import java.util.Optional;
import java.util.Set;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcSession;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.ModelConfig;

/**
 * What a model may ask for that TLC's workers on several machines ignore or get wrong, without a
 * word. They do not look at temporal properties at all, and at what a property says of steps only
 * where these lead to a state that is new to them. Of several steps to one state they look at the
 * first that they meet, so what a constraint says of another one is lost.
 */
final class Undistributed {
  private static final Set<String> OPERATORS =
      Set.of(
          "TLCGet",
          "TLCSet",
          "RandomElement",
          "RandomSubset",
          "RandomSetOfSubsets",
          "RandomSubsetSetPreprocessed",
          "JavaTime");

  private Undistributed() {}

  /**
   * @throws TlcException if the model asks for such a thing
   */
  static void refuse(TlcSession session, FastTool tool) {
    ModelConfig config = tool.getModelConfig();
    if (!config.getProperties().isEmpty()) {
      throw refusal(
          "PROPERTY "
              + String.join(", ", Texts.names(config.getProperties()))
              + ": distributed TLC ignores what is said of behaviours, and of steps into states"
              + " that it has seen");
    }
    if (!config.getActionConstraints().isEmpty()) {
      throw refusal(
          "ACTION_CONSTRAINT "
              + String.join(", ", Texts.names(config.getActionConstraints()))
              + ": of the steps into a state distributed TLC asks the first one only, and may lose"
              + " states");
    }
    if (!config.getView().isEmpty() || !config.getSymmetry().isEmpty()) {
      throw refusal(
          "VIEW and SYMMETRY: which of the states that look alike is explored depends on which"
              + " worker comes first");
    }
    Optional<String> operator = Uses.any(session, OPERATORS);
    if (operator.isPresent()) {
      throw refusal(operator.get() + ": each worker has a value of its own");
    }
  }

  private static TlcException refusal(String what) {
    return new TlcException(
        TlcException.NOT_FIT,
        "this model cannot be checked by workers in several processes; without --distributed it"
            + " can. It has "
            + what);
  }
}
