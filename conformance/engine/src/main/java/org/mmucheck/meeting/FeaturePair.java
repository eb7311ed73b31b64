package org.mmucheck.meeting;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Features.Feature;
import org.mmucheck.catalog.Model;

/**
 * Two features of one module.
 *
 * @param module whose models have them
 * @param meetIn the models of right designs in which they meet, in the manifest's order
 * @param why the manifest's reason that they never do; null if it gives none
 */
public record FeaturePair(
    String module, Feature one, Feature other, List<Model> meetIn, @Nullable String why) {
  public FeaturePair {
    meetIn = List.copyOf(meetIn);
  }

  /** What is wrong with the pair, in one sentence; null if it meets, or never does for a reason. */
  public @Nullable String problem() {
    String both = module + ": '" + one.name() + "' and '" + other.name() + "' ";
    if (meetIn.isEmpty() && why == null) {
      return both + "meet in no right design, and the manifest does not say why not";
    }
    if (!meetIn.isEmpty() && why != null) {
      return both + "are said to be apart, but meet in " + meetIn.getFirst().name();
    }
    return null;
  }
}
