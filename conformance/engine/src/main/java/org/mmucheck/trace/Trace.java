package org.mmucheck.trace;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/**
 * A behaviour of a spec with the action that took each step.
 *
 * @param meta where it comes from
 * @param vars the spec's variables
 * @param steps the states; the first has no action
 * @param loop for a lasso, the index of the state that follows the last one
 */
public record Trace(Meta meta, List<String> vars, List<Step> steps, OptionalInt loop) {
  public Trace {
    vars = List.copyOf(vars);
    steps = List.copyOf(steps);
  }

  /**
   * One state and the action that led to it.
   *
   * @param action null for the initial state
   */
  public record Step(@Nullable ActionInstance action, State state) {}

  /**
   * Where a trace comes from.
   *
   * @param model the model's name in the manifest
   * @param module the TLA+ module
   * @param property the property it breaks
   * @param moduleSha256 hex digest of the module's file
   * @param modulesSha256 hex digest of all modules that are read, the standard ones left out
   * @param configSha256 hex digest of the model's configuration file
   * @param description one sentence: what to watch for
   */
  public record Meta(
      String model,
      String module,
      String property,
      String moduleSha256,
      String modulesSha256,
      String configSha256,
      String description) {

    /** Where it is not known what other modules were read. */
    public Meta(
        String model,
        String module,
        String property,
        String moduleSha256,
        String configSha256,
        String description) {
      this(model, module, property, moduleSha256, "", configSha256, description);
    }
  }
}
