package org.mmucheck.ablation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.trace.Trace;

/**
 * One ordering, switched off.
 *
 * @param design that relies on it
 * @param constant that says {@code TRUE} where it is kept
 * @param at the model whose tasks and sizes show what breaks; null if nothing breaks
 * @param breaks the property that breaks; null if none
 * @param trace the shortest behaviour that breaks it; null if none
 * @param replay of the trace on the code with the same ordering switched off; null if there is none
 * @param why the manifest's reason that nothing breaks; null if it gives none
 * @param problems what is not as the manifest says, one sentence each
 */
public record Ablated(
    Design design,
    String constant,
    @Nullable Model at,
    @Nullable String breaks,
    @Nullable Trace trace,
    @Nullable ReplayReport replay,
    @Nullable String why,
    List<String> problems) {
  public Ablated {
    problems = List.copyOf(problems);
  }

  /** The steps of the shortest behaviour that breaks the property; null if nothing breaks. */
  public @Nullable Integer steps() {
    return trace == null ? null : trace.steps().size() - 1;
  }
}
