package org.mmucheck.tlc;

import java.util.BitSet;
import java.util.Map;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.PartialGraph;

/**
 * What TLC found in a model, and which of the watched predicates broke while it explored.
 *
 * @param result TLC's verdict on what the configuration lists
 * @param isWhole whether TLC explored to the end
 * @param explored what TLC explored
 * @param broken the watched predicates that broke and could be evaluated, by name
 */
public record Watched(
    TlcResult result, boolean isWhole, PartialGraph explored, Map<String, Broken> broken) {
  public Watched {
    broken = Map.copyOf(broken);
  }

  /**
   * The state graph.
   *
   * @throws IllegalStateException if TLC did not explore to the end
   * @throws org.mmucheck.graph.NondeterministicActionException if an action leads from one state to
   *     several
   */
  public CapturedGraph graph() {
    if (!isWhole) {
      throw new IllegalStateException("TLC did not explore to the end");
    }
    return explored.whole();
  }

  /**
   * A predicate that broke.
   *
   * @param result what TLC would have said had it checked the predicate: its counts are those of
   *     the moment at which the predicate broke first
   * @param states the recorded numbers of the states that break it, of all those that are as near
   *     to the initial states as the first one
   */
  public record Broken(TlcResult result, BitSet states) {}
}
