package org.mmucheck.mutants;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.TlcOptions;

/**
 * The state graphs of the spec as it is, to hold those of its mutants against. Each is explored
 * once, and its digest is kept.
 *
 * <p>Concurrency: several mutants may ask at the same time; then a graph may be explored twice.
 */
class Baselines {
  private final Timed timed;
  private final long mostStates;
  private final Map<List<Model>, Optional<Baseline>> known = new ConcurrentHashMap<>();

  /**
   * A state graph.
   *
   * @param actions the names of the actions that label its transitions
   */
  record Baseline(String digest, long states, Set<String> actions) {}

  /**
   * @param timed ends what takes too long
   * @param mostStates larger graphs are not asked for
   */
  Baselines(Timed timed, long mostStates) {
    this.timed = timed;
    this.mostStates = mostStates;
  }

  /** The graph of models that explore the same; empty if it is too large or is no oracle's. */
  Optional<Baseline> of(List<Model> space) throws InterruptedException {
    Optional<Baseline> baseline = known.get(space);
    if (baseline == null) {
      baseline = Optional.ofNullable(explored(space, mostStates));
      known.put(space, baseline);
    }
    return baseline;
  }

  /**
   * Whether changed models explore that same graph. What cannot be explored is not the same.
   *
   * @param changed models that explore the same
   */
  boolean isSame(Baseline baseline, List<Model> changed) throws InterruptedException {
    return baseline.equals(explored(changed, baseline.states()));
  }

  private @Nullable Baseline explored(List<Model> space, long most) throws InterruptedException {
    TlcOptions options = new TlcOptions(1, progress -> {}, Limits.of(timed.limit(), most));
    try {
      return timed.within(
          () -> {
            try (Exploration explored = Exploration.of(space, options)) {
              return new Baseline(
                  explored.graph().digest(),
                  explored.graph().size(),
                  ActionInstance.names(explored.graph().actions()));
            }
          });
    } catch (RuntimeException e) { // what is wrong with a spec, the layers will say
      return null;
    }
  }
}
