package org.mmucheck.workbench;

import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;

/** Compares a state graph with what the manifest says of it. */
public final class PinnedGraph {
  private PinnedGraph() {}

  /** What has changed, in one line; null if nothing has, or nothing is pinned. */
  public static @Nullable String problem(Model model, long states, String digest) {
    Model.Expected expected = model.expected();
    if (expected.distinctStates() != null && expected.distinctStates() != states) {
      return model.name()
          + " should have "
          + expected.distinctStates()
          + " distinct states, but has "
          + states;
    }
    if (expected.graphDigest() != null && !expected.graphDigest().equals(digest)) {
      return model.name()
          + " should have the state graph "
          + expected.graphDigest()
          + ", but has "
          + digest;
    }
    return null;
  }
}
